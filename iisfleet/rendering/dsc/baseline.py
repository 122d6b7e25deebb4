"""The baseline of a host as one DSC document for each kind of Windows, and as parameters of host functions."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Any, Final, Literal

from iisfleet import resources
from iisfleet.errors import ConfigError
from iisfleet.inventory import Host, RegistryValue, Service
from iisfleet.inventory.features import desktop_features, prerequisites
from iisfleet.rendering.dsc.checks import check_document
from iisfleet.rendering.dsc.rendering import render_document

Windows = Literal["server", "core", "desktop"]
KINDS: Final[tuple[Windows, ...]] = ("server", "core", "desktop")
CONFIGURATION: Final = "IisFleetBaseline"
_TEMPLATE: Final = "dsc/baseline.ps1.j2"
_LONGEST_ID: Final = 60
# Services that features bring: they are there only after those.
_OF_IIS: Final = ("W3SVC", "WAS", "WMSVC", "FTPSVC", "APPHOSTSVC", "IISADMIN")
# Server Core has no consoles; what deploys need of the console is its API, which these tools bring too.
_ON_CORE: Final[Mapping[str, str | None]] = {"Web-Mgmt-Console": "Web-Scripting-Tools", "Web-Lgcy-Mgmt-Console": None}
_KINDS: Final = {"Dword": "DWord", "Qword": "QWord"}  # as .NET writes what DSC writes otherwise
_SIGNED: Final = {"Dword": 2**31, "Qword": 2**63}


@dataclass(frozen=True)
class Baseline:
    """What one host gets on one kind of Windows: a document for DSC, and steps for hosts that go without it."""

    document: str
    resources: tuple[str, ...]
    steps: tuple[tuple[str, Mapping[str, Any]], ...]


def baseline_of(host: Host, windows: Windows) -> Baseline:
    """Renders and checks the baseline of a host. Raises ConfigError with every problem, and the template's lines."""
    declared = _declared(host, windows)
    rendered = render_document(_TEMPLATE, declared)
    template = resources.templates() / _TEMPLATE
    if problems := check_document(rendered.text, template, rendered.lines):
        raise ConfigError(problems)
    return Baseline(rendered.text, _ids(declared), tuple(_steps(host, windows)))


def features_of(host: Host, windows: Windows) -> tuple[str, ...]:
    """The names of the features that a host gets, as its kind of Windows calls them."""
    if windows == "desktop":
        return desktop_features(host.features)
    if windows == "server":
        return host.features
    names = [_ON_CORE.get(name, name) for name in host.features]
    return tuple(dict.fromkeys(name for name in names if name is not None))


def _declared(host: Host, windows: Windows) -> dict[str, Any]:
    """The variables of the template: lists of resources, each with an id of its own."""
    features = features_of(host, windows)
    folders, registry, services = host.setup.folders, host.setup.registry, host.setup.services
    ids = resource_ids(features)
    kind = "WindowsOptionalFeature" if windows == "desktop" else "WindowsFeature"
    needs = dict(zip(features, ids, strict=True))
    all_of_iis = [f"[{kind}]{feature}" for feature in ids]
    return {
        "configuration": CONFIGURATION,
        "feature_type": kind,
        "source": host.setup.source,
        "features": [
            {"id": needs[name], "name": name, "after": [f"[{kind}]{needs[n]}" for n in _needs(name, features)]}
            for name in features
        ],
        "folders": [{"id": i, "path": path} for i, path in zip(resource_ids(folders), folders, strict=True)],
        "registry": [{"id": i, **_registry(value)} for i, value in zip(_registry_ids(registry), registry, strict=True)],
        "services": [
            {"id": i, "name": name, "after": all_of_iis if name.upper() in _OF_IIS else (), **_service(services[name])}
            for i, name in zip(resource_ids(services), services, strict=True)
        ],
    }


def _needs(name: str, features: Sequence[str]) -> tuple[str, ...]:
    """On a server Windows brings what is above a feature; only that IIS itself comes first is said."""
    if name.startswith("Web-") and name != "Web-Server":
        return ("Web-Server",)
    return tuple(needed for needed in prerequisites(name) if needed in features)


def _registry(value: RegistryValue) -> dict[str, Any]:
    data = [str(item) for item in (value.value if isinstance(value.value, tuple) else (value.value,))]
    # Without Hex, Windows reads numbers as signed.
    large = isinstance(value.value, int) and value.value >= _SIGNED.get(value.kind, 0) > 0
    return {
        "key": value.key,
        "name": value.name,
        "kind": value.kind,
        "data": [f"{value.value:x}"] if large else data,
        "hex": large,
    }


def _service(service: Service) -> dict[str, Any]:
    return {"state": service.state, "startup": service.startup}


def _registry_ids(values: Sequence[RegistryValue]) -> list[str]:
    return resource_ids(f"{PureWindowsPath(value.key).name}-{value.name}" for value in values)


def resource_ids(names: Iterable[str]) -> list[str]:
    """An id for each name: ``WebServer`` for ``Web-Server``; letters and digits, all different, ignoring case."""
    taken = set[str]()
    return [_free(_safe(name), taken) for name in names]


def _safe(name: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", name)
    return "".join(word[:1].upper() + word[1:] for word in words)[:_LONGEST_ID] or "Item"


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name}{number}"
    taken.add(free.casefold())
    return free


def _ids(declared: Mapping[str, Any]) -> tuple[str, ...]:
    types = {"features": declared["feature_type"], "folders": "File", "registry": "Registry", "services": "Service"}
    return tuple(f"[{type_}]{one['id']}" for key, type_ in types.items() for one in declared[key])


def _steps(host: Host, windows: Windows) -> Iterator[tuple[str, Mapping[str, Any]]]:
    setup = host.setup
    yield "Install-HostFeature", {"Names": features_of(host, windows), "Source": setup.source}
    for path in setup.folders:
        yield "Set-HostFolder", {"Path": path, "Sddl": None}
    for value in setup.registry:
        # A literal has 64 bits with a sign; the function takes text for a number too.
        data = str(value.value) if value.kind == "Qword" else value.value
        yield (
            "Set-RegistryValue",
            {"Key": value.key, "Name": value.name, "Kind": _KINDS.get(value.kind, value.kind), "Value": data},
        )
    for name, service in setup.services.items():
        yield "Set-HostService", {"Name": name, "State": service.state, "Startup": service.startup}
