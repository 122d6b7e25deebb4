"""Get-HostFact, Get-SessionFact, Get-HostLock."""

import re
from typing import Any

from lxml import etree

from winlab.shell.handlers import Params, Session, StepOutcome, step
from winlab.shell.handlers.books import is_finished, read_lock
from winlab.shell.handlers.iis_draft import many
from winlab.shell.handlers.saved_state import FOLDER
from winlab.windows.bundle import EXTENSIONS, MODULES, PROGRAMS
from winlab.windows.errors import MachineError, NotFound
from winlab.windows.filesystem import DISK_SIZE
from winlab.windows.machine import Machine
from winlab.windows.profiles import CONFIG

_REDIRECTION = r"C:\Windows\System32\inetsrv\config\redirection.config"
_INETSTP = r"HKLM\SOFTWARE\Microsoft\InetStp"
_FEATURES = {
    "windowsAuth": "WindowsAuthenticationModule",
    "basicAuth": "BasicAuthenticationModule",
    "appInit": "ApplicationInitializationModule",
    "webSockets": "WebSocketModule",
    "rewrite": "RewriteModule",
}
# What Windows Server 2022 brings; a host of this shell has no engine that could be asked.
_POWERSHELL = {"version": "5.1.20348.2700", "edition": "Desktop", "languageMode": "FullLanguage"}


@step("Get-HostFact")
def get_host_fact(session: Session, p: Params) -> StepOutcome:
    machine = session.machine
    iis, modules, warnings = iis_fact(machine)
    system = machine.facts["os"]
    names = ("caption", "version", "build", "productType", "installationType")
    data = {
        "computer": machine.name,
        "os": {name: system[name] for name in names},
        **_session_fact(machine),
        "iis": iis,
        "ancm": {name: ancm_fact(machine, name, modules) for name in MODULES},
        "frameworks": {name: frameworks(machine, programs) for name, programs in PROGRAMS.items()},
        "disks": {str(drive): _disk(machine, str(drive)) for drive in many(p.get("Drives", ["C"]))},
        "features": {name: module in modules for name, module in _FEATURES.items()},
        "modules": modules,
    }
    return StepOutcome(data=data, warnings=warnings)


@step("Get-SessionFact")
def get_session_fact(session: Session, _: Params) -> StepOutcome:
    return StepOutcome(data=_session_fact(session.machine))


def _session_fact(machine: Machine) -> dict[str, Any]:
    return {
        "powershell": dict(_POWERSHELL),
        "elevated": machine.call("session.elevated"),
        "user": machine.call("session.user"),
    }


@step("Get-HostLock")
def get_host_lock(session: Session, _: Params) -> StepOutcome:
    lock = read_lock(session.machine)
    shown = ("run", "who", "controller", "processId", "why", "since", "sessionAlive", "manual", "message")
    names = [name.removesuffix(".json") for name in session.machine.fs.names(FOLDER) if name.endswith(".json")]
    runs = sorted({name.removesuffix(".content") for name in names})
    unfinished = [run for run in runs if not is_finished(session.machine, run)]
    data = {"lock": lock and {name: lock[name] for name in shown}, "unfinished": unfinished[-1] if unfinished else None}
    return StepOutcome(data=data)


def iis_fact(machine: Machine) -> tuple[dict[str, Any], list[str], list[str]]:
    """Get-IisFact: (the fact, the registered modules, warnings)."""
    components = [machine.registry.value(rf"{_INETSTP}\Components", name) for name in ("CoreWebEngine", "W3SVC")]
    major = machine.registry.value(_INETSTP, "MajorVersion")
    fact: dict[str, Any] = {"installed": False, "version": None, "sharedConfiguration": False}
    if major is None or components != [1, 1]:
        return fact, [], []
    try:
        shared = "true" in _attributes(machine, _REDIRECTION, "configurationRedirection", "enabled")
        modules = [] if shared else _attributes(machine, CONFIG, "globalModules/add", "name")
    except etree.XMLSyntaxError as error:
        return fact, [], [f"The configuration of IIS cannot be read: {error}"]
    minor = machine.registry.value(_INETSTP, "MinorVersion") or 0
    return {"installed": True, "version": f"{major}.{minor}", "sharedConfiguration": shared}, modules, []


def _attributes(machine: Machine, path: str, element: str, name: str) -> list[str]:
    if not machine.fs.exists(path):
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(machine.fs.read(path), parser)
    return [str(node.get(name, "")) for node in root.iterfind(f".//{element}")]


def ancm_fact(machine: Machine, version: str, modules: list[str]) -> dict[str, Any] | None:
    """Get-AncmFact, of one generation."""
    module = MODULES[version]
    path = rf"{EXTENSIONS}\{module.key}"
    installed = machine.registry.value(path, "Install") == 1
    found = {
        "version": str(machine.registry.value(path, "Version") or "") if installed else None,
        "registered": module.name in modules,
        "file64": machine.fs.exists(module.files[0]),
        "file32": machine.fs.exists(module.files[1]),
    }
    return found if any(found.values()) else None


def frameworks(machine: Machine, programs: str) -> dict[str, list[str]]:
    """Get-FrameworkFact."""
    shared = rf"{programs}\dotnet\shared"
    return {
        name: [v for v in machine.fs.names(rf"{shared}\{name}") if machine.fs.is_folder(rf"{shared}\{name}\{v}")]
        for name in machine.fs.names(shared)
        if machine.fs.is_folder(rf"{shared}\{name}")
    }


def _disk(machine: Machine, drive: str) -> dict[str, int] | None:
    if not re.fullmatch("[A-Za-z]", drive):
        raise MachineError(f"Cannot validate argument on parameter 'Drive': {drive!r} is not accepted.")
    try:
        machine.fs.path(f"{drive}:\\")
    except NotFound:
        return None
    return {"free": machine.fs.free(drive), "size": DISK_SIZE}
