r"""What the ASP.NET Core hosting bundle puts on a machine, and what is left of it after an upgrade of Windows.

Facts: reference windows.md (Hosting bundle). Burn keeps itself in C:\ProgramData\Package Cache\{id} and names that file
in the list of installed programs (BundleCachePath), from where `/repair` runs. The module is an MSI of its own: it is
skipped, silently, where IIS is not installed; a newer one than the bundle's stays.
"""

import re
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from winlab.windows.config import parse
from winlab.windows.errors import NotFound
from winlab.windows.modules import add_modules, add_section, remove_modules, remove_section
from winlab.windows.profiles import CONFIG, REDIRECTION

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

PROGRAMS = {"x64": r"C:\Program Files", "x86": r"C:\Program Files (x86)"}
FRAMEWORKS = ("Microsoft.NETCore.App", "Microsoft.AspNetCore.App")
EXTENSIONS = r"HKLM\SOFTWARE\Microsoft\IIS Extensions"
UPDATES = r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Updates"
UNINSTALL = r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall"
OPTIONS = r"HKLM\SOFTWARE\Microsoft\dotnet\host\options"
SECTION = "aspNetCore"
CACHE = r"C:\ProgramData\Package Cache"
_COMPONENTS = r"HKLM\SOFTWARE\Microsoft\InetStp\Components"
_DLL = b"winlab module\n"


@dataclass(frozen=True)
class Module:
    """A generation of the ASP.NET Core Module. image: as globalModules has it; files: 64-bit, then 32-bit."""

    key: str
    name: str
    image: str
    files: tuple[str, str]


MODULES = {
    "v1": Module(
        "IIS AspNetCore Module",
        "AspNetCoreModule",
        r"%windir%\System32\inetsrv\aspnetcore.dll",
        (r"C:\Windows\System32\inetsrv\aspnetcore.dll", r"C:\Windows\SysWOW64\inetsrv\aspnetcore.dll"),
    ),
    "v2": Module(
        "IIS AspNetCore Module V2",
        "AspNetCoreModuleV2",
        r"%ProgramFiles%\IIS\Asp.Net Core Module\V2\aspnetcorev2.dll",
        (
            rf"{PROGRAMS['x64']}\IIS\Asp.Net Core Module\V2\aspnetcorev2.dll",
            rf"{PROGRAMS['x86']}\IIS\Asp.Net Core Module\V2\aspnetcorev2.dll",
        ),
    ),
}


@dataclass(frozen=True)
class Bundle:
    """version: that of .NET, '10.0.12'; ancm: the MSI's own, '20.0.26299.12' if not given."""

    version: str
    ancm: str = ""

    @property
    def band(self) -> str:
        """'10.0': bundles of one band replace each other, those of others stay."""
        return ".".join(self.version.split(".")[:2])

    @property
    def id(self) -> str:
        return f"{{{uuid.uuid5(uuid.NAMESPACE_DNS, f'dotnet-hosting-{self.version}')}}}"

    @property
    def name(self) -> str:
        product = "Microsoft .NET" if numbers(self.version) >= (5,) else "Microsoft .NET Core"
        return f"{product} {self.version} - Windows Server Hosting"

    @property
    def registered(self) -> str:
        branch = ".NET" if numbers(self.version) >= (5,) else ".NET Core"
        return rf"{UPDATES}\{branch}\{self.name}"

    @property
    def cache(self) -> str:
        return rf"{CACHE}\{self.id}\dotnet-hosting-{self.version}-win.exe"

    @property
    def module_version(self) -> str:
        major, _, patch = (*numbers(self.version), 0, 0)[:3]
        return self.ancm or f"{major + 10}.0.{26287 + patch}.{patch}"

    @property
    def generations(self) -> tuple[str, ...]:
        """Bundles until 2.2 bring both modules (error-catalogue: module-missing)."""
        return ("v1", "v2") if numbers(self.version) < (3,) else ("v2",)


def numbers(version: str) -> tuple[int, ...]:
    """'10.0.12' as (10, 0, 12)."""
    return tuple(int(part) for part in re.findall(r"\d+", version.split("-")[0]))


def bundles(machine: "Machine") -> list[Bundle]:
    """The registered ones, oldest first."""
    found = []
    for branch in (".NET", ".NET Core"):
        key = machine.registry.get(rf"{UPDATES}\{branch}")
        for name in key["keys"] if key else ():
            match = re.fullmatch(r"Microsoft \.NET(?: Core)? (\S+) - Windows Server Hosting", name)
            found += [Bundle(match[1])] if match else []
    return sorted(found, key=lambda bundle: numbers(bundle.version))


def has_iis(machine: "Machine") -> bool:
    """The condition of the bundle's module package."""
    return all(machine.registry.value(_COMPONENTS, name) == 1 for name in ("CoreWebEngine", "W3SVC"))


def has_shared_configuration(machine: "Machine") -> bool:
    return machine.fs.exists(REDIRECTION) and b'enabled="true"' in machine.fs.read(REDIRECTION)


def has_section(machine: "Machine") -> bool:
    """Whether a web.config may have <aspNetCore>."""
    root = parse(machine.iis.read())
    return root.find(f"configSections/sectionGroup[@name='system.webServer']/section[@name='{SECTION}']") is not None


def add_bundle(
    machine: "Machine", bundle: Bundle, content: bytes = b"", *, without: Collection[str] = (), module: bool = True
) -> None:
    """All that an installation or a repair does; content: of the installer, kept in the package cache.

    without: 'OPT_NO_X86' and the like; module: False leaves the module as it is, as where IIS is not there yet.
    """
    if module and "OPT_NO_ANCM" not in without and has_iis(machine):
        add_module(machine, bundle)
    for older in [b for b in bundles(machine) if b.band == bundle.band and b.version != bundle.version]:
        _remove(machine, older)
    add_runtimes(machine, bundle, without)
    if content:
        machine.fs.write(bundle.cache, content)
    machine.registry.load(_entries(bundle, without))


def add_runtimes(machine: "Machine", bundle: Bundle, without: Collection[str] = ()) -> None:
    """The shared frameworks, 64 and 32 bit."""
    for architecture, programs in PROGRAMS.items():
        for framework, option in zip(FRAMEWORKS, ("OPT_NO_RUNTIME", "OPT_NO_SHAREDFX"), strict=True):
            if option not in without and not (architecture == "x86" and "OPT_NO_X86" in without):
                machine.fs.make_folder(rf"{programs}\dotnet\shared\{framework}\{bundle.version}")


def add_module(machine: "Machine", bundle: Bundle) -> None:
    """Files, registry and applicationHost.config of the module; a newer module keeps its version."""
    for module in (MODULES[name] for name in bundle.generations):
        for file in module.files:
            machine.fs.write(file, _DLL)
        key = rf"{EXTENSIONS}\{module.key}"
        there = str(machine.registry.value(key, "Version") or "")
        version = max(there, bundle.module_version, key=numbers)
        machine.registry.load({key: {"Install": 1, "Version": version}})
        register(machine, module)


def register(machine: "Machine", module: Module) -> None:
    """What the module's MSI writes into applicationHost.config, each part only where it is missing."""
    content = add_modules(machine.fs.read(CONFIG), {module.name: module.image})
    machine.fs.write(CONFIG, add_section(content, SECTION))


def _entries(bundle: Bundle, without: Collection[str]) -> dict[str, dict[str, Any]]:
    options = {rf"{OPTIONS}\{bundle.band}": dict.fromkeys(without, 1)} if without else {}
    return {
        bundle.registered: {"PackageName": bundle.name, "PackageVersion": bundle.version},
        rf"{UNINSTALL}\{bundle.id}": {
            "DisplayName": bundle.name,
            "DisplayVersion": bundle.version,
            "BundleCachePath": bundle.cache,
            "Publisher": "Microsoft Corporation",
        },
        **options,
    }


def remembered_options(machine: "Machine", bundle: Bundle) -> set[str]:
    """What an installer of this band takes for granted if its command line names no option."""
    key = machine.registry.get(rf"{OPTIONS}\{bundle.band}")
    return set(key["values"]) if key else set()


def _remove(machine: "Machine", bundle: Bundle) -> None:
    for key in (bundle.registered, rf"{UNINSTALL}\{bundle.id}"):
        if machine.registry.get(key):
            machine.registry.remove(key)
    machine.fs.remove(rf"{CACHE}\{bundle.id}")
    for programs in PROGRAMS.values():
        for framework in FRAMEWORKS:
            machine.fs.remove(rf"{programs}\dotnet\shared\{framework}\{bundle.version}")


# An upgrade of Windows


def upgrade_windows(machine: "Machine", what: str) -> None:
    """Take away what an upgrade of Windows has taken away on some machines; processes have ended since.

    what: 'files32', 'files64', 'registration', 'section', 'cache', several with '+'. Raises NotFound for others.
    """
    for part in what.split("+"):
        if part not in _LOSSES:
            raise NotFound(f"an upgrade of Windows does not take {part}; it may take {', '.join(_LOSSES)}")
        _LOSSES[part](machine)
    for pool, state in machine.iis.states()["pools"].items():
        if state == "Started":  # no worker of before the upgrade is left
            machine.iis.stop("pool", pool)
            machine.iis.start("pool", pool)


def _lose_files(machine: "Machine", which: int) -> None:
    for module in MODULES.values():
        machine.fs.remove(module.files[which])


def _lose_registration(machine: "Machine") -> None:
    names = [module.name for module in MODULES.values()]
    machine.fs.write(CONFIG, remove_modules(machine.fs.read(CONFIG), *names))


def _lose_section(machine: "Machine") -> None:
    machine.fs.write(CONFIG, remove_section(machine.fs.read(CONFIG), SECTION))


_LOSSES: Mapping[str, Callable[["Machine"], None]] = {
    "files32": lambda machine: _lose_files(machine, 1),
    "files64": lambda machine: _lose_files(machine, 0),
    "registration": _lose_registration,
    "section": _lose_section,
    "cache": lambda machine: machine.fs.remove(CACHE),
}
