"""What the functions of scripts/packages know of a host's packages, and what is missing of one (Get-PackageGap)."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from lxml import etree

from winlab.shell.handlers import change
from winlab.shell.handlers.facts import ancm_fact, frameworks, iis_fact
from winlab.windows.bundle import EXTENSIONS, FRAMEWORKS, MODULES, PROGRAMS
from winlab.windows.machine import Machine
from winlab.windows.profiles import CONFIG

Changes = list[dict[str, Any]]
Fact = Mapping[str, Any]
_VIEWS = (r"HKLM\SOFTWARE\WOW6432Node", r"HKLM\SOFTWARE")
_BUNDLE = re.compile(r"^Microsoft (?:ASP)?\.NET(?: Core)? (\d+\.\d+\.\d+\S*) - Windows Server Hosting", re.IGNORECASE)
_SECTIONS = "configSections/sectionGroup[@name='system.webServer']/section"
_SWITCHES = {"Microsoft.NETCore.App": "OPT_NO_RUNTIME=1", "Microsoft.AspNetCore.App": "OPT_NO_SHAREDFX=1"}


def installed(machine: Machine) -> dict[str, Any]:
    """Get-InstalledPackage."""
    iis, modules, _ = iis_fact(machine)
    return {
        "bundles": _bundles(machine),
        "ancm": {name: ancm_fact(machine, name, modules) for name in MODULES},
        "section": iis["installed"] and not iis["sharedConfiguration"] and "aspNetCore" in _sections(machine),
        "frameworks": {name: frameworks(machine, programs) for name, programs in PROGRAMS.items()},
        "vcRedist": {name: _vc_redist(machine, name) for name in PROGRAMS},
        "webDeploy": _web_deploy(machine),
        "iis": iis["installed"],
        "sharedConfiguration": iis["sharedConfiguration"],
        "pendingReboot": machine.power.has_pending_work,
    }


def _keys(machine: Machine, path: str) -> list[str]:
    key = machine.registry.get(path)
    return key["keys"] if key else []


def _sections(machine: Machine) -> list[str | None]:
    return [node.get("name") for node in etree.fromstring(machine.fs.read(CONFIG)).iterfind(_SECTIONS)]


def _bundles(machine: Machine) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for software in _VIEWS:
        for branch in (".NET", ".NET Core"):
            for key in _keys(machine, rf"{software}\Microsoft\Updates\{branch}"):
                if match := _BUNDLE.match(key):
                    found.setdefault(match[1], {"version": match[1], "id": None, "cache": None})
        listed = rf"{software}\Microsoft\Windows\CurrentVersion\Uninstall"
        for program in _keys(machine, listed):
            if match := _BUNDLE.match(str(machine.registry.value(rf"{listed}\{program}", "DisplayName") or "")):
                cache = machine.registry.value(rf"{listed}\{program}", "BundleCachePath")
                there = cache if cache and machine.fs.exists(cache) else None
                found[match[1]] = {"version": match[1], "id": program, "cache": there}
    return sorted(found.values(), key=lambda bundle: _parts(bundle["version"]))


def _vc_redist(machine: Machine, architecture: str) -> str | None:
    for software in reversed(_VIEWS):
        key = rf"{software}\Microsoft\VisualStudio\14.0\VC\Runtimes\{architecture}"
        if machine.registry.value(key, "Installed") == 1:
            return str(machine.registry.value(key, "Version") or "").lstrip("v")
    return None


def _web_deploy(machine: Machine) -> str | None:
    root = rf"{EXTENSIONS}\MSDeploy"
    for number in sorted(filter(str.isdigit, _keys(machine, root)), key=int, reverse=True):
        if machine.registry.value(rf"{root}\{number}", "InstallPath"):
            return str(machine.registry.value(rf"{root}\{number}", "Version") or number)
    return None


# Versions


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split("-")[0].split(".")]


def is_reached(found: str | None, wanted: str) -> bool:
    """Test-VersionReached."""
    if not found:
        return False
    want = _parts(wanted)
    have = [*_parts(found), *[0] * len(want)][: len(want)]
    return have > want or (have == want and ("-" not in found or "-" in wanted))


def band(version: str) -> str:
    """Get-VersionBand."""
    return ".".join(version.split(".")[:2])


def generations(version: str) -> list[str]:
    """Get-ModuleGeneration."""
    old = [] if is_reached(version, "3.0.0-0") else ["v1"]
    return old + (["v2"] if is_reached(version, "2.2.0-0") else [])


def newest_bundle(fact: Fact, version: str) -> dict[str, Any] | None:
    """Get-NewestBundle."""
    found = [bundle for bundle in fact["bundles"] if band(bundle["version"]) == band(version)]
    return found[-1] if found else None


# Gaps


def package_gap(kind: str, version: str, options: Collection[str], fact: Fact) -> Changes:
    """Get-PackageGap."""
    if kind != "hosting-bundle":
        found = fact["vcRedist"]["x64"] if kind == "vc-redist" else fact["webDeploy"]
        return [] if is_reached(found, version) else [change(f"package/{kind}", found or None, version)]
    newest = newest_bundle(fact, version)
    there = newest["version"] if newest else None
    if not is_reached(there, version):
        return [change(f"package/hosting-bundle/{band(version)}", there, version)]
    judged = [] if "OPT_NO_ANCM=1" in options else generations(version)
    gaps = [gap for generation in judged for gap in module_gap(fact, generation)]
    return gaps + list(_framework_gap(fact, version, options))


def module_gap(fact: Fact, generation: str) -> Changes:
    """Get-ModuleGap."""
    module = MODULES[generation]
    found = fact["ancm"][generation] or {}
    parts = [(f"file/{file}", found.get(name)) for name, file in zip(("file64", "file32"), module.files, strict=True)]
    if not fact["sharedConfiguration"]:
        parts += [(f"module/{module.name}", found.get("registered"))]
        parts += [("section/system.webServer/aspNetCore", fact["section"])]
    after = {"module": "registered"}
    return [change(path, None, after.get(path.split("/")[0], "present")) for path, there in parts if not there]


def _framework_gap(fact: Fact, version: str, options: Collection[str]) -> Iterator[dict[str, Any]]:
    architectures = ["x64"] if "OPT_NO_X86=1" in options else ["x64", "x86"]
    for architecture in architectures:
        for name in FRAMEWORKS:
            there = fact["frameworks"][architecture].get(name, [])
            if any(band(v) == band(version) and is_reached(v, version) for v in there) or _SWITCHES[name] in options:
                continue
            yield change(f"framework/{architecture}/{name}/{band(version)}", None, version)
