"""What the ASP.NET Core Module makes of an application's folder: an app to start, static files, or a refusal.

Statuses: learn.microsoft.com/aspnet/core/host-and-deploy/azure-iis-errors-reference. Only what shows in the files
is judged here; what shows when the app starts is winlab/web/apps.py's.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from winlab.windows.bundle import MODULES, has_section
from winlab.windows.config import Edit
from winlab.windows.errors import MachineError
from winlab.windows.topology import Application, Pool, Site
from winlab.windows.webconfig import WebConfig, read_web_config

if TYPE_CHECKING:
    from winlab.windows.machine import Machine


@dataclass(frozen=True)
class Refusal:
    """The status that IIS answers with; substatus as in 500.19."""

    status: int
    substatus: int
    detail: str = ""


@dataclass(frozen=True)
class StaticSite:
    """No handler of ASP.NET Core: IIS serves the files."""

    folder: Path


@dataclass(frozen=True)
class Offline:
    """app_offline.htm stands in the folder."""

    page: bytes


@dataclass(frozen=True)
class AppSpec:
    """An app to be started. program: name of the dll without '.dll'; path_base: '' or '/api'.

    process and touched tell one life of the app from the next: the worker's pid and the time of web.config.
    """

    folder: Path
    physical_path: str
    program: str
    path_base: str
    in_process: bool
    site: str
    process: int
    touched: int
    environment: Mapping[str, str] = field(repr=False, hash=False)


Handling = Refusal | StaticSite | Offline | AppSpec


def handle(machine: "Machine", site: Site, app: Application, pool: Pool, process: int) -> Handling:
    """What a request to an application meets, its worker process running."""
    folder = machine.fs.path(app.physical_path) if app.physical_path else machine.root / "missing"
    if not folder.is_dir():
        return Refusal(500, 19, "Cannot read configuration file due to insufficient permissions or path: 0x80070003")
    try:
        config = read_web_config(folder)
        _check_parent(machine, site, app, config)
    except MachineError as error:
        return Refusal(500, 19, f"0x8007000d {error}")
    if config is None or config.module is None:
        return StaticSite(folder)
    if not has_section(machine):
        return Refusal(500, 19, "0x8007000d the section system.webServer/aspNetCore is not registered")
    if config.module not in _modules(machine):
        detail = f'Handler "aspNetCore" has a bad module "{config.module}" in its module list'
        return Refusal(500, 21, detail)
    if (folder / "app_offline.htm").exists():
        return Offline((folder / "app_offline.htm").read_bytes())
    return _neighbours(machine, pool, config) or _app(machine, site, app, pool, config, folder, process)


def _check_parent(machine: "Machine", site: Site, app: Application, config: WebConfig | None) -> None:
    root = site.root
    if app.path == "/" or root is None or not root.physical_path or config is None or config.module is None:
        return
    parent = read_web_config(machine.fs.path(root.physical_path))
    if parent and parent.module and parent.inherited_by_children:
        raise MachineError("cannot add duplicate collection entry of type 'add' with unique key attribute 'name'")


def missing_module(machine: "Machine", pool: Pool) -> str | None:
    r"""The file of a registered ASP.NET Core Module that a worker of the pool cannot load, or None.

    A worker loads every module of globalModules, whatever its sites use, and ends if one is missing: "The Module DLL
    ... failed to load" (error-catalogue: inst-os-upgrade-module); WAS then stops the pool. %ProgramFiles% and System32
    are those of the worker's bitness. Of other modules the lab has no files.
    """
    registered = _modules(machine)
    files = {module.files[pool.bits32] for module in MODULES.values() if module.name in registered}
    return next((file for file in sorted(files) if not machine.fs.exists(file)), None)


def _modules(machine: "Machine") -> set[str]:
    config: Edit = machine.iis.edit()
    return {str(item.get("name")) for item in config.section("system.webServer/globalModules").collection}


def _neighbours(machine: "Machine", pool: Pool, config: WebConfig) -> Refusal | None:
    """One in-process app a pool (500.35), and no mixing of models (500.34)."""
    models = []
    for _, app in machine.iis.topology().applications_of(pool.name):
        folder = machine.fs.path(app.physical_path) if app.physical_path else None
        try:
            other = read_web_config(folder) if folder else None
        except MachineError:
            continue
        if other and other.module:
            models.append(other.hosting_model)
    if len(set(models)) > 1:
        return Refusal(500, 34, f"Mixed hosting models in the pool {pool.name}")
    if config.hosting_model == "inprocess" and len(models) > 1:
        return Refusal(500, 35, f"More than one in-process application in the pool {pool.name}")
    return None


def _app(
    machine: "Machine", site: Site, app: Application, pool: Pool, config: WebConfig, folder: Path, process: int
) -> Handling:
    in_process = config.hosting_model == "inprocess"
    program = program_of(config)
    problem = _runtime_problem(machine, pool, folder, program)
    if problem and in_process:
        return problem
    if problem:
        return Refusal(502, 5, problem.detail)
    return AppSpec(
        folder,
        app.physical_path,
        program,
        "" if app.path == "/" else app.path,
        in_process,
        site.name,
        process,
        (folder / "web.config").stat().st_mtime_ns,
        {**pool.environment, **config.environment},
    )


def program_of(config: WebConfig) -> str:
    """'HelloIis' for `.\\HelloIis.exe` as for `dotnet .\\HelloIis.dll`."""
    match = re.search(r"([^\\/\"\s]+)\.dll\b", config.arguments, re.IGNORECASE)
    name = match[1] if match else re.split(r"[\\/]", config.process_path)[-1]
    return re.sub(r"\.exe$", "", name, flags=re.IGNORECASE)


def _runtime_problem(machine: "Machine", pool: Pool, folder: Path, program: str) -> Refusal | None:
    if not (folder / f"{program}.dll").exists():
        if (folder / f"{program}.exe").exists():
            return Refusal(500, 38, "Single-file deployments are not supported in IIS")
        return Refusal(500, 31, f"The application to execute does not exist: '{program}.dll'")
    try:
        options = json.loads((folder / f"{program}.runtimeconfig.json").read_text("utf-8-sig"))["runtimeOptions"]
    except (OSError, ValueError, KeyError):
        return Refusal(500, 31, f"Invalid {program}.runtimeconfig.json")
    if "includedFrameworks" in options:
        return None
    for name, version in frameworks(options):
        if not _has_framework(machine, pool, name, version):
            detail = f"The specified framework '{name}', version '{version}' was not found."
            return Refusal(500, 31, detail)
    return None


def frameworks(options: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(name, version) of the frameworks that a runtimeconfig.json asks for."""
    listed = (
        options.get("frameworks") or [options["framework"]] if "framework" in options else options.get("frameworks", [])
    )
    return [(str(entry["name"]), str(entry["version"])) for entry in listed]


def _has_framework(machine: "Machine", pool: Pool, name: str, version: str) -> bool:
    programs = r"C:\Program Files (x86)" if pool.bits32 else r"C:\Program Files"
    wanted = _numbers(version)
    installed = [_numbers(found) for found in machine.fs.names(rf"{programs}\dotnet\shared\{name}")]
    return any(found[0] == wanted[0] and found >= wanted for found in installed)  # rolls forward to a newer minor


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3]) or (0,)
