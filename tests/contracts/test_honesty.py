"""What a plan says, what the deploy says and what became of the host are one; a plan and a second run write nothing."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import PureWindowsPath
from typing import Any

import pytest

from tests.contracts.controller import Controller
from tests.contracts.differences import changes_between, reported
from tests.contracts.inventories import SECRETS, everything, folders_of, in_place, prepare, simple

Declared = Callable[[], dict[str, Any]]


_THEIRS = "shared\\kept.txt"  # no release has it, and none takes it away


def _bare(controller: Controller, _sites: Mapping[str, Any]) -> None:
    """IIS is ready, nothing of the sites is there."""


def _half_configured(controller: Controller, sites: Mapping[str, Any]) -> None:
    """Somebody began by hand: pools with other settings, the folder with an access list of its own, no site."""
    name, site = next(iter(sites.items()))
    pool = {"managedRuntimeVersion": "v4.0", "startMode": "OnDemand", "environment": {"OLD": "x", "GREETING": "old"}}
    controller.machine.given(
        {
            "iis": {"pools": {name: pool}},
            "files": {f"{site['path']}\\{_THEIRS}": "data"},
            "acl": {site["path"]: "D:PAI(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;BU)"},
        }
    )


def _drifted(controller: Controller, sites: Mapping[str, Any]) -> None:
    """Deployed, and then changed by hand wherever the product has something to say."""
    _deployed(controller, sites)
    machine, (name, site) = controller.machine, next(iter(sites.items()))
    before = machine.snapshot()
    settings = before["iis"]["sites"][name]
    served = settings["physicalPath"]
    bindings = [key.removeprefix("binding/") for key in settings if key.startswith("binding/")]
    machine.given(
        {
            "iis": {
                "pools": {
                    name: {
                        "environment": {"GREETING": "drifted", "EXTRA": "y"},
                        "startMode": "OnDemand",
                        "managedRuntimeVersion": "v4.0",
                    }
                },
                "sites": {
                    name: {
                        "bindings": [*bindings, "http *:8080:extra 0"],
                        "serverAutoStart": False,
                        "physicalPath": "C:\\inetpub\\wwwroot",
                        "pool": "DefaultAppPool",
                    }
                },
            },
            "files": {f"{served}\\appsettings.json": "{}"},
            "absent": [f"{site['path']}\\shared"],
            "acl": {site["path"]: "D:(A;OICI;FA;;;WD)"},
            "sslcerts": dict.fromkeys(before["sslcerts"]),
            "states": {"pools": {name: "Stopped"}, "sites": {name: "Stopped"}},
        }
    )


def _tampered(controller: Controller, sites: Mapping[str, Any]) -> None:
    """Deployed and served, but a file of the release was changed, and one taken away."""
    _deployed(controller, sites)
    name = next(iter(sites))
    served = controller.snapshot()["iis"]["sites"][name]["physicalPath"]
    controller.machine.given(
        {"files": {f"{served}\\appsettings.json": "{}"}, "absent": [f"{served}\\wwwroot\\site.css"]}
    )


def _deployed(controller: Controller, _sites: Mapping[str, Any]) -> None:
    assert controller.ask("deploy").code == 0


def _updated(controller: Controller, sites: Mapping[str, Any]) -> None:
    """Deployed twice before: a third release makes an old one go."""
    _deployed(controller, sites)
    controller.change_file("wwwroot/robots.txt", "second\n")
    _deployed(controller, sites)
    controller.change_file("wwwroot/robots.txt", "third\n")


def _otherwise(controller: Controller, sites: Mapping[str, Any]) -> None:
    """Deployed from another inventory: settings, bindings and identities that go, variables that are taken away."""
    others = {name: {**site, "env": {"GONE": "x", "GREETING": "Hello"}} for name, site in sites.items()}
    first = next(iter(others.values()))
    first["pool"] = {"identity": "NetworkService", "bitness": 32, "recycling": {"schedule": ["01:00"]}}
    first["bindings"] = [{"port": 8080, "host": "other.lab"}, *first["bindings"]]
    first["authentication"] = {"anonymous": True, "basic": True}
    controller.write(others)
    _deployed(controller, others)
    controller.write(sites)


STARTS = {
    "bare": _bare,
    "half configured": _half_configured,
    "drifted": _drifted,
    "tampered": _tampered,
    "otherwise": _otherwise,
    "deployed": _deployed,
    "updated": _updated,
}
# A run of the real engine takes seconds: what is not here, test_two_shells.py shows to be told and done the same.
CASES = [
    *(("emulated", declared, start) for declared in (simple, everything, in_place) for start in STARTS),
    *(("pwsh", everything, start) for start in ("half configured", "drifted")),
    ("pwsh", in_place, "tampered"),
]


@pytest.mark.parametrize(
    ("engine", "declared", "start"),
    CASES,
    indirect=["engine"],
    ids=[f"{engine}-{made.__name__}-{start}" for engine, made, start in CASES],
)
def test_plan_deploy_and_host_agree(controller: Controller, declared: Declared, start: str) -> None:
    prepare(controller.machine)
    sites = declared()
    controller.write(sites)
    STARTS[start](controller, sites)
    before = controller.snapshot()

    planned = controller.ask("plan")
    assert planned.code == 0, planned.text
    assert _written(before, controller.snapshot()) == [], "the plan wrote something"
    deployed = controller.ask("deploy")
    assert deployed.code == 0, deployed.text
    after = controller.snapshot()

    seen = changes_between(before, after, folders_of(sites), SECRETS.values())
    assert reported(planned.changes) == seen
    assert reported(deployed.changes) == seen
    assert bool(seen) == (start != "deployed")
    _serves_the_package(controller, after, sites)

    again = controller.ask("deploy")
    assert (again.code, again.host["status"], again.changes) == (0, "ok", [])
    assert _written(after, controller.snapshot()) == [], "the second run wrote something"


@pytest.mark.parametrize("engine", ["emulated"], indirect=True)  # the real one: test_two_shells.py, rollback
def test_a_rollback_tells_what_it_changes(controller: Controller) -> None:
    prepare(controller.machine)
    sites = everything()
    controller.write(sites)
    _updated(controller, sites)
    before = controller.snapshot()

    told = controller.ask("rollback")

    assert told.code == 0, told.text
    after = controller.snapshot()
    assert reported(told.changes) == changes_between(before, after, folders_of(sites), SECRETS.values())
    assert told.changes != []


@pytest.mark.parametrize("engine", ["emulated"], indirect=True)  # the real one: test_two_shells.py, both faults
@pytest.mark.parametrize("fault", ["failing-health", "pool-cannot-start"])
def test_what_is_reverted_leaves_the_host_as_it_was(controller: Controller, fault: str) -> None:
    prepare(controller.machine)
    sites = everything()
    _otherwise(controller, sites)
    controller.change_file("wwwroot/robots.txt", "second\n")
    for site in sites.values():
        site |= {"health": {"path": "/healthz", "timeout": 1}, "start_timeout": 1}
    controller.write(sites)
    before = controller.snapshot()
    controller.machine.break_down(fault)

    told = controller.ask("deploy")

    assert (told.code, told.host["reverted"]) == (2, True), told.text
    controller.machine.repair()
    assert changes_between(before, controller.snapshot(), folders_of(sites), SECRETS.values()) == {}


def test_what_only_reads_writes_nothing(controller: Controller) -> None:
    controller.write(simple())
    for state in ("bare", "deployed"):
        before = controller.snapshot()
        assert [controller.ask(task).code for task in ("status", "history")] == [0, 0], state
        assert _written(before, controller.snapshot()) == []
        controller.ask("deploy")


def _written(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [key for key in before if before[key] != after[key]]


def _serves_the_package(controller: Controller, after: Mapping[str, Any], sites: Mapping[str, Any]) -> None:
    """Each site's folder holds the files of the package, no more and no less."""
    package = controller.folder / "hello"
    hashes = {f.relative_to(package): sha256(f.read_bytes()).hexdigest() for f in package.rglob("*") if f.is_file()}
    for name in sites:
        served = after["iis"]["sites"][name]["physicalPath"]
        inside = {p.removeprefix(f"{served}\\"): seen for p, seen in after["files"].items() if served + "\\" in p}
        found = {path: seen for path, seen in inside.items() if seen != "folder"}
        found.pop(_THEIRS, None)
        assert found == {str(PureWindowsPath(path)): digest for path, digest in hashes.items()}
