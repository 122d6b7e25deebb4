"""Each reason why a host cannot serve a package, as a row."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from iisfleet.flows.readiness import check_readiness, check_space
from iisfleet.inventory import Authentication, Site
from iisfleet.package import App, Framework, Package
from tests.declared import declared, package_of
from tests.flows.host import FACTS

SITE = declared("simple").sites[0]
assert SITE.package
PACKAGE = package_of(SITE.package)


def having(path: str, value: Any) -> dict[str, Any]:
    """The facts of a ready host but for one."""
    facts = deepcopy(FACTS)
    *way, last = path.split("/")
    part = facts
    for key in way:
        part = part[key]
    part[last] = value
    return facts


def app(**fields: Any) -> Package:
    return replace(PACKAGE, app=replace(PACKAGE.app, **fields))


def site(**fields: Any) -> Site:
    return SITE.model_copy(update=fields)


def needing(*versions: str) -> Package:
    return app(frameworks=tuple(Framework("Microsoft.AspNetCore.App", version) for version in versions))


def test_a_ready_host_is_ready() -> None:
    assert check_readiness(FACTS, SITE, PACKAGE) == []


V2 = FACTS["ancm"]["v2"]


@pytest.mark.parametrize(
    ("facts", "package", "wanted", "says", "found"),
    [
        (having("os/installationType", "Nano Server"), PACKAGE, SITE, "not supported", "Nano Server"),
        (having("os/build", "9600"), PACKAGE, SITE, "not supported", "build 9600"),
        (having("powershell/languageMode", "ConstrainedLanguage"), PACKAGE, SITE, "full language", "Constrained"),
        (having("elevated", False), PACKAGE, SITE, "not elevated", "CORP\\ann"),
        (having("iis/installed", False), PACKAGE, SITE, "IIS is not installed", "no role"),
        (having("iis/sharedConfiguration", True), PACKAGE, SITE, "shared configuration", "Redirection"),
        (having("ancm/v2", None), PACKAGE, SITE, "AspNetCoreModuleV2 is not registered", "nothing"),
        (having("ancm/v2", {**V2, "registered": False}), PACKAGE, SITE, "not registered", "files without"),
        (having("ancm/v2", {**V2, "file64": False}), PACKAGE, SITE, "The 64-bit file", "no file"),
        (having("ancm/v2", {**V2, "file32": False}), app(bitness=32), SITE, "The 32-bit file", "no file"),
        (FACTS, app(module="AspNetCoreModule"), SITE, "AspNetCoreModule is not registered", "nothing"),
        (FACTS, needing("9.0.0"), SITE, "runtime that the package needs", "8.0.8, 10.0.1"),
        (FACTS, needing("10.0.2"), SITE, "runtime that the package needs", "8.0.8, 10.0.1"),
        (having("frameworks/x86", {}), app(bitness=32), SITE, "not installed (x86)", "none"),
        (having("features/windowsAuth", False), PACKAGE, site(authentication=Authentication(windows=True)),
         "Web-Windows-Auth", "not installed"),
        (having("features/basicAuth", False), PACKAGE, site(authentication=Authentication(basic=True)),
         "Web-Basic-Auth", "not installed"),
        (having("features/appInit", None), PACKAGE, site(preload=True), "Web-AppInit", "not installed"),
    ],
)  # fmt: skip
def test_refusals(facts: dict[str, Any], package: Package, wanted: Site, says: str, found: str) -> None:
    reasons = check_readiness(facts, wanted, package)

    assert {reason.kind for reason in reasons} == {"readiness"}
    assert says in reasons[0].message
    assert found in (reasons[0].found or "")
    assert all(reason.expected and reason.remedy for reason in reasons)


@pytest.mark.parametrize(
    ("facts", "package", "wanted"),
    [
        (having("os/installationType", "Server Core"), PACKAGE, SITE),
        (having("ancm/v2", {**V2, "file32": False}), PACKAGE, SITE),
        (having("ancm/v1", {"version": "12", "registered": True}), app(module="AspNetCoreModule"), SITE),
        (having("frameworks/x64", {}), app(self_contained=True), SITE),
        (FACTS, needing("8.0.0", "10.0.0"), SITE),
        (FACTS, needing("10.0.0-rc.1"), SITE),
        (having("features/windowsAuth", False), PACKAGE, site(authentication=Authentication(windows=False))),
    ],
)
def test_what_is_no_reason_to_refuse(facts: dict[str, Any], package: Package, wanted: Site) -> None:
    assert check_readiness(facts, wanted, package) == []


@pytest.mark.parametrize(
    ("installed", "wanted", "good"),
    [
        ("8.0.8", "8.0.0", True),
        ("8.0.8", "8.0.8", True),
        ("8.1.0", "8.0.9", True),  # roll-forward Minor
        ("8.0.8", "8.1.0", False),
        ("9.0.0", "8.0.0", False),
        ("8.0.0-rc.2", "8.0.0", False),
        ("8.0.0", "8.0.0-rc.2", True),
        ("10.0.0", "9.0.0", False),
    ],
)
def test_versions(installed: str, wanted: str, good: bool) -> None:
    facts = having("frameworks/x64", {"Microsoft.AspNetCore.App": [installed]})

    assert (check_readiness(facts, SITE, needing(wanted)) == []) is good


def test_without_a_system_that_fits_nothing_else_is_asked() -> None:
    facts = having("elevated", False) | {"ancm": {"v1": None, "v2": None}}

    assert [reason.message for reason in check_readiness(facts, SITE, PACKAGE)] == ["The session is not elevated."]


@pytest.mark.parametrize(("drive", "free", "kind"), [("C", 200, None), ("C", 199, "disk"), ("E", 10**9, "readiness")])
def test_space(drive: str, free: int, kind: str | None) -> None:
    facts = having("disks/C/free", free)

    assert [reason.kind for reason in check_space(facts, drive, 100)] == ([kind] if kind else [])


def test_the_app_of_the_sample_needs_what_the_facts_offer() -> None:
    """The rows above would prove nothing for a package that needs nothing."""
    fields: Callable[[App], tuple[Any, ...]] = lambda a: (a.self_contained, a.bitness, bool(a.frameworks))  # noqa: E731

    assert fields(PACKAGE.app) == (False, None, True)
