"""Whether a host can serve a package, judged from its facts: pure, so that each refusal is a table row in a test."""

from collections.abc import Iterator, Mapping
from typing import Any

from iisfleet.inventory import Site
from iisfleet.package import Package
from iisfleet.results import StepFailure

_MODULES = {"AspNetCoreModule": "v1", "AspNetCoreModuleV2": "v2"}
# A release lies on the disk as an archive, unpacked, and beside its base for a moment.
_ROOM = 2
_LOWEST_BUILD = 14393  # Windows Server 2016; the guide's older systems lack what per-pool settings need


def check_readiness(facts: Mapping[str, Any], site: Site, package: Package) -> list[StepFailure]:
    """Every reason why the host cannot serve this package, with its remedy. ``facts``: the data of Get-HostFact."""
    unusable = [*check_host(facts), *_web_server(facts)]
    return unusable or [*_module(facts, package), *_framework(facts, package), *_features(facts, site)]


def check_host(facts: Mapping[str, Any]) -> list[StepFailure]:
    """Every reason why nothing can be done on the host, whatever it is to get. ``facts``: the data of Get-HostFact."""
    return [*_system(facts), *check_session(facts)]


def check_space(facts: Mapping[str, Any], drive: str, size: int) -> list[StepFailure]:
    """A refusal if the drive has not room for a release of ``size`` bytes. ``drive`` is its letter."""
    disk = facts["disks"].get(drive)
    if disk is None:
        remedy = "Name another path for the site."
        return [_not_ready(f"The host has no drive {drive}:.", f"drive {drive}:", None, remedy)]
    if disk["free"] < _ROOM * size:
        return [
            StepFailure(
                f"Drive {drive}: has not enough room for the release.",
                expected=f"{_ROOM * size} bytes free",
                found=f"{disk['free']} bytes free",
                remedy="Free some space, or lower keep_releases.",
                kind="disk",
            )
        ]
    return []


def _not_ready(message: str, expected: str | None, found: str | None, remedy: str) -> StepFailure:
    return StepFailure(message, expected=expected, found=found, remedy=remedy, kind="readiness")


def _system(facts: Mapping[str, Any]) -> Iterator[StepFailure]:
    system = facts["os"]
    if system["installationType"] == "Nano Server" or int(system["build"]) < _LOWEST_BUILD:
        yield _not_ready(
            "This Windows is not supported.",
            "Windows Server 2016, Windows 10 or newer, not Nano Server",
            f"{system['caption']} (build {system['build']}, {system['installationType']})",
            "Move the site to a supported system.",
        )


def check_session(facts: Mapping[str, Any]) -> Iterator[StepFailure]:
    """Why this session cannot change the host."""
    if facts["powershell"]["languageMode"] != "FullLanguage":
        yield _not_ready(
            "The endpoint does not run PowerShell in full language mode.",
            "FullLanguage",
            facts["powershell"]["languageMode"],
            "Name an endpoint without JEA or Constrained Language in connection.configuration_name.",
        )
    if not facts["elevated"]:
        yield _not_ready(
            "The session is not elevated.",
            "a member of Administrators with a full token",
            f"{facts['user']}, not elevated",
            "Use a domain account that is local administrator, or set LocalAccountTokenFilterPolicy to 1 on the host.",
        )


def _web_server(facts: Mapping[str, Any]) -> Iterator[StepFailure]:
    if not facts["iis"]["installed"]:
        yield _not_ready(
            "IIS is not installed.",
            "the Web Server (IIS) role",
            "no role",
            "Run invoke setup, then invoke install-bundle.",
        )
    if facts["iis"]["sharedConfiguration"]:
        yield _not_ready(
            "IIS uses a shared configuration: one write would reach every node at once.",
            "a configuration of its own",
            "configurationRedirection enabled",
            "Deploy to hosts with a configuration of their own.",
        )


def _module(facts: Mapping[str, Any], package: Package) -> Iterator[StepFailure]:
    wanted = package.app.module or "AspNetCoreModuleV2"
    module = facts["ancm"].get(_MODULES.get(wanted, "v2"))
    needs_32_bit = package.app.bitness == 32
    if module is None or not module["registered"]:
        yield _not_ready(
            f"The module {wanted} is not registered in IIS.",
            f"{wanted} in globalModules",
            "nothing" if module is None else "files without registration",
            "Run invoke install-bundle; if the bundle was installed before IIS, invoke repair-module.",
        )
    elif not module.get("file32" if needs_32_bit else "file64", True):
        yield _not_ready(
            f"The {'32' if needs_32_bit else '64'}-bit file of {wanted} is missing.",
            "the module's dll",
            "no file",
            "Run invoke repair-module (an upgrade of Windows removes files of SysWOW64).",
        )


def _framework(facts: Mapping[str, Any], package: Package) -> Iterator[StepFailure]:
    if package.app.self_contained:
        return
    side = "x86" if package.app.bitness == 32 else "x64"
    for framework in package.app.frameworks:
        name, version = framework.name, framework.version
        installed = facts["frameworks"][side].get(name) or []
        if not any(_satisfies(found, version) for found in installed):
            yield _not_ready(
                f"The runtime that the package needs is not installed ({side}).",
                f"{name} {version} or a newer {version.split('.')[0]}.x",
                ", ".join(installed) or "none",
                "Run invoke install-bundle with a bundle of that version, or publish for one that is installed.",
            )


def _satisfies(found: str, wanted: str) -> bool:
    """The host's roll-forward rule ``Minor`` (the default): same major, not older. Prereleases sort before releases."""
    have, need = _version(found), _version(wanted)
    return have[0] == need[0] and have >= need


def _version(text: str) -> tuple[int, int, int, bool]:
    release, _, prerelease = text.partition("-")
    numbers = [int(part) for part in release.split(".") if part.isdigit()] + [0, 0, 0]
    return (numbers[0], numbers[1], numbers[2], not prerelease)


def _features(facts: Mapping[str, Any], site: Site) -> Iterator[StepFailure]:
    wanted = site.authentication
    for asked, feature, name in (
        (wanted and wanted.windows, "windowsAuth", "Web-Windows-Auth"),
        (wanted and wanted.basic, "basicAuth", "Web-Basic-Auth"),
        (site.preload, "appInit", "Web-AppInit"),
    ):
        if asked and not facts["features"].get(feature):
            yield _not_ready(
                f"The site {site.name} needs the role service {name}.",
                f"{name} installed",
                "not installed",
                f"Run invoke setup: it installs {name}.",
            )
