"""Get-SetupFact, Install-HostFeature, Set-HostFolder, Set-RegistryValue, Set-HostService."""

import time
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.books import add_missing_folders, check_drive, path_sddl, same_access
from winlab.shell.handlers.dsc import held_document, is_held_by_us, lcm_state
from winlab.shell.handlers.iis_draft import Changes, demand, many
from winlab.windows.errors import MachineError
from winlab.windows.machine import Machine

_PLANNED_FEATURES = "features.planned"
_KINDS = ("String", "ExpandString", "MultiString", "DWord", "QWord", "Binary")
_LOOK = "Look into C:\\Windows\\Logs\\CBS\\CBS.log of this host."
_MEDIA = "Name the installation media (its folder sources\\sxs) in setup.source."


@step("Get-SetupFact")
def get_setup_fact(session: Session, p: Params) -> StepOutcome:
    machine = session.machine
    state = lcm_state(machine)
    lcm = None
    if state is not None:
        held = None if state["state"] == "Busy" else held_document(machine)
        ours = held and ("ours" if is_held_by_us(held, p.get("Configuration", "IisFleetBaseline")) else "foreign")
        lcm = {name: state[name] for name in ("state", "refreshMode", "configurationMode")} | {"document": ours}
    names = ("caption", "version", "build", "productType", "installationType")
    return StepOutcome(
        data={
            "os": {name: machine.facts["os"][name] for name in names},
            "dsc": lcm is not None,
            "lcm": lcm,
            "pendingReboot": machine.power.has_pending_work,
            "features": sorted(machine.features.installed),
        }
    )


# Features


@step("Install-HostFeature")
def install_host_feature(session: Session, p: Params) -> StepOutcome:
    machine, names = session.machine, [str(name) for name in many(p["Names"])]
    known = {name.lower() for name in machine.features.known}
    unknown = [name for name in names if name.lower() not in known]
    if unknown:
        raise StepFailure(
            f"This Windows does not have the feature {', '.join(unknown)}.",
            "a name that Windows lists",
            machine.facts["os"]["caption"],
            "Correct setup.features in the inventory. Server Core has no graphical features.",
            "feature",
        )
    missing = [name for name in names if not machine.features.has(name)]
    if session.whatif:
        session.state[_PLANNED_FEATURES] = missing
    restart = _add(machine, missing, p.get("Source") or None) if missing and not session.whatif else False
    changes = [change(f"feature/{name}", None, "installed") for name in missing]
    return StepOutcome(changes, {"rebootRequired": restart or machine.power.has_pending_work})


def _add(machine: Machine, names: list[str], source: str | None) -> bool:
    """Add-HostFeature."""
    try:
        return machine.features.install(names, source).restart
    except MachineError as error:
        remedy = _MEDIA if "0x800f081f" in str(error) else _LOOK
        message = f"Windows could not install {', '.join(names)}."
        raise StepFailure(message, "the files of the feature", str(error), remedy, "feature") from None


# Folders


@step("Set-HostFolder")
def set_host_folder(session: Session, p: Params) -> StepOutcome:
    demand(p, "Path", r"[A-Za-z]:\\[^\\].*")
    path, sddl = str(p["Path"]), p.get("Sddl") or ""
    check_drive(session, path, "Correct setup.folders in the inventory, or give the host that drive.")
    changes = add_missing_folders(session, path)
    found = path_sddl(session, path)
    if sddl and (found is None or not same_access(found, sddl)):
        if not session.whatif:
            session.machine.acl.set(path, sddl)
        changes.append(change(f"acl/{path}", None if changes else found, sddl))
    return StepOutcome(changes)


# Registry


@step("Set-RegistryValue")
def set_registry_value(session: Session, p: Params) -> StepOutcome:
    demand(p, "Key", r"(HKEY_LOCAL_MACHINE|HKLM:?)\\[^\\].*")
    demand(p, "Kind", "|".join(_KINDS))
    kind = next(known for known in _KINDS if known.lower() == str(p["Kind"]).lower())
    key, name = "HKLM\\" + str(p["Key"]).split("\\", 1)[1], str(p["Name"])
    if "/" in key:
        message, remedy = f"PowerShell cannot reach the key {key}.", "Take it out of setup.registry and set it by a"
        remedy += " policy or by reg.exe."
        raise StepFailure(message, "a path without /", "a / in the name of a key", remedy, "input")
    wanted = _data(kind, p["Value"])
    found = _entry(session.machine, key, name)
    if found == (kind, wanted):
        return StepOutcome()
    before, after = (found[1] if found else None), wanted
    if found and found[0] != kind:
        before, after = (f"{k} {', '.join(d) if isinstance(d, list) else d}" for k, d in (found, (kind, wanted)))
    if not session.whatif:
        session.machine.registry.set(key, name, kind, _stored(kind, wanted))
    return StepOutcome([change(f"registry/{key}/{name}", before, after)])


def _entry(machine: Machine, key: str, name: str) -> tuple[str, Any] | None:
    """Get-RegistryEntry."""
    values = (machine.registry.get(key) or {"values": {}})["values"]
    entry = next((entry for there, entry in values.items() if there.lower() == name.lower()), None)
    return None if entry is None else (entry["kind"], _data(entry["kind"], entry["data"]))


def _data(kind: str, value: Any) -> Any:
    """ConvertTo-RegistryData."""
    if kind in ("DWord", "QWord"):
        return int(value) % 2 ** (32 if kind == "DWord" else 64)
    if kind == "MultiString":
        return [str(item) for item in many(value)]
    if kind == "Binary":
        return value.lower() if isinstance(value, str) else bytes(value).hex()
    return "" if value is None else str(value)


def _stored(kind: str, data: Any) -> Any:
    """As the registry of the lab keeps it: a QWord with its sign."""
    if kind == "QWord":
        return data - 2**64 if data >= 2**63 else data
    return list(bytes.fromhex(data)) if kind == "Binary" else data


# Services


@step("Set-HostService")
def set_host_service(session: Session, p: Params) -> StepOutcome:
    services, name = session.machine.services, str(p["Name"])
    if not services.exists(name) and session.state.get(_PLANNED_FEATURES):
        return StepOutcome(warnings=[f"Service {name} is not there yet: it is looked at when its feature is."])
    if not services.exists(name):
        raise StepFailure(
            f"This host has no service {name}.",
            name,
            "no such service",
            "Correct setup.services in the inventory, or install what brings the service.",
            "service",
        )
    service, state, startup = services.get(name), p.get("State") or None, p.get("Startup") or None
    changes: Changes = []
    if startup and service.start_type != startup:
        changes.append(change(f"service/{name}/startType", service.start_type, startup))
        if not session.whatif:
            services.set_start_type(name, startup)
    if state and service.status != state:
        changes.append(change(f"service/{name}/status", service.status, state))
        if not session.whatif:
            _bring(session, name, state, float(p.get("TimeoutSeconds", 60)))
    return StepOutcome(changes)


def _bring(session: Session, name: str, state: str, seconds: float) -> None:
    services, end = session.machine.services, time.monotonic() + seconds
    try:
        services.start(name) if state == "Running" else services.stop(name, force=True)
    except MachineError as error:
        late = str(error)
    else:
        while services.get(name).status != state and time.monotonic() < end and not session.stopped.wait(0.05):
            pass
        now = services.get(name).status
        late = "" if now == state else f"service {name} is {now}"
    if late:
        remedy = "Look into the event log System of this host, then run setup again."
        raise StepFailure(f"Service {name} is not {state}.", state, late, remedy, "service")
