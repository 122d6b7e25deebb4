"""What the DSC resources test and do on a machine (reference: dsc-resources.json, the resources' notes)."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from winlab.windows.dsc_document import Resource
from winlab.windows.errors import MachineError, NotEmulated

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

Properties = Mapping[str, Any]
_KINDS = {
    "string": "String", "expandstring": "ExpandString", "multistring": "MultiString",
    "dword": "DWord", "qword": "QWord", "binary": "Binary",
}  # fmt: skip


def in_desired_state(machine: "Machine", resource: Resource) -> bool:
    """What Test-TargetResource answers. Raises MachineError where it fails."""
    return _TESTS[resource.kind](machine, resource.properties)


def bring(machine: "Machine", resource: Resource) -> bool:
    """What Set-TargetResource does; returns whether a restart is needed. Raises MachineError."""
    return _SETS[resource.kind](machine, resource.properties)


# Features


def _server_only(machine: "Machine") -> None:
    if machine.features.is_client:
        raise MachineError(
            "Installing roles and features using PowerShell Desired State Configuration is supported only on Server "
            "SKU's. It is not supported on Client SKU."
        )


def _client_only(machine: "Machine") -> None:
    if not machine.features.is_client:
        raise MachineError("The WindowsOptionalFeature resource is only available for Windows Client.")


def _test_feature(machine: "Machine", p: Properties) -> bool:
    _server_only(machine)
    wanted = str(p.get("Ensure", "Present")).lower() == "present"
    return machine.features.has(p["Name"]) == wanted


def _set_feature(machine: "Machine", p: Properties) -> bool:
    _server_only(machine)
    if p.get("Ensure", "Present") != "Present":
        raise NotEmulated("removing a feature")
    return machine.features.install([p["Name"]], p.get("Source")).restart


def _test_optional(machine: "Machine", p: Properties) -> bool:
    _client_only(machine)
    wanted = {"enable": True, "disable": False}.get(str(p.get("Ensure", "")).lower())
    return machine.features.has(p["Name"]) == wanted


def _set_optional(machine: "Machine", p: Properties) -> bool:
    _client_only(machine)
    if str(p.get("Ensure", "")).lower() != "enable":
        raise NotEmulated("disabling a feature")
    sources = p.get("Source") or [None]
    return machine.features.install([p["Name"]], sources[0], parents=False).restart


# Folders


def _folder(p: Properties) -> str:
    if p.get("Type", "File") != "Directory" or p.get("Ensure", "Present") != "Present":
        raise NotEmulated("a File resource that is not a folder")
    return str(p["DestinationPath"])


def _set_folder(machine: "Machine", p: Properties) -> bool:
    path = _folder(p)
    if machine.fs.exists(path) and not machine.fs.is_folder(path):
        raise MachineError(f"The path {path} is a file, and a directory was wanted.")
    machine.fs.make_folder(path)
    return False


# Registry


def registry_key(key: str) -> str:
    """'HKEY_LOCAL_MACHINE\\X' or 'HKLM:\\X' as 'HKLM\\X'."""
    return re.sub(r"^(Registry::)?(HKEY_LOCAL_MACHINE|HKLM:?)", "HKLM", key, flags=re.IGNORECASE)


def _value(p: Properties) -> tuple[str, Any]:
    """(kind, data) as the registry keeps it."""
    kind = _KINDS[str(p.get("ValueType", "String")).lower()]
    data = p.get("ValueData", [])
    items = [str(item) for item in (data if isinstance(data, list) else [data])]
    text = items[0] if items else ""
    if kind == "MultiString":
        return kind, items
    if kind in ("DWord", "QWord"):
        number = int(text, 16) if p.get("Hex") else int(text)
        bits = 32 if kind == "DWord" else 64
        if not p.get("Hex") and number >= 2 ** (bits - 1):
            raise MachineError(f"The value '{text}' is too large for a {kind}: use Hex")
        return kind, number % 2**32 if kind == "DWord" else (number + 2**63) % 2**64 - 2**63
    return kind, list(bytes.fromhex(text)) if kind == "Binary" else text


def _absent(p: Properties) -> None:
    if p.get("Ensure", "Present") != "Present":
        raise NotEmulated("removing a registry value")


def _test_registry(machine: "Machine", p: Properties) -> bool:
    _absent(p)
    key = machine.registry.get(registry_key(p["Key"]))
    entry = next((v for n, v in (key["values"] if key else {}).items() if n.lower() == p["ValueName"].lower()), None)
    kind, data = _value(p)
    return entry is not None and (entry["kind"], entry["data"]) == (kind, data)


def _set_registry(machine: "Machine", p: Properties) -> bool:
    _absent(p)
    machine.registry.set(registry_key(p["Key"]), p["ValueName"], *_value(p))
    return False


# Services


def _test_service(machine: "Machine", p: Properties) -> bool:
    if not machine.services.exists(p["Name"]):
        return False
    service = machine.services.get(p["Name"])
    wanted = p.get("StartupType", service.start_type)
    return (service.status, service.start_type) == (p.get("State", "Running"), wanted)


def _set_service(machine: "Machine", p: Properties) -> bool:
    name, state = p["Name"], p.get("State", "Running")
    if (p.get("StartupType"), state) in (("Automatic", "Stopped"), ("Disabled", "Running")):
        raise MachineError(f"The service {name} cannot be {state} with StartupType {p['StartupType']}.")
    if "StartupType" in p:
        machine.services.set_start_type(name, p["StartupType"])
    if state == "Running":
        machine.services.start(name)
    else:
        machine.services.stop(name, force=True)
    return False


_TESTS: dict[str, Callable[["Machine", Properties], bool]] = {
    "WindowsFeature": _test_feature,
    "WindowsOptionalFeature": _test_optional,
    "File": lambda machine, p: machine.fs.is_folder(_folder(p)),
    "Registry": _test_registry,
    "Service": _test_service,
}
_SETS: dict[str, Callable[["Machine", Properties], bool]] = {
    "WindowsFeature": _set_feature,
    "WindowsOptionalFeature": _set_optional,
    "File": _set_folder,
    "Registry": _set_registry,
    "Service": _set_service,
}
