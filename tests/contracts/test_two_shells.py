"""The emulated shell and PowerShell answer the same: step lines, outcomes, errors, and what becomes of the host."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.contracts.controller import Controller
from tests.contracts.inventories import everything, prepare, simple
from tests.contracts.stories import story
from tests.contracts.tags import Tag
from tests.outside import apart
from winlab.windows.installers import installer_bytes

Play = Callable[[Controller], None]
BUNDLE = "dotnet-hosting-10.0.13-win.exe"


def _everything(controller: Controller) -> None:
    controller.write(everything())
    controller.ask("deploy")
    controller.ask("status")


def _unchanged(controller: Controller) -> None:
    controller.ask("deploy")
    controller.ask("deploy")
    controller.ask("history")


def _one_file(controller: Controller) -> None:
    controller.ask("deploy")
    _second(controller)
    controller.ask("plan")
    controller.ask("deploy")


def _settings(controller: Controller) -> None:
    controller.ask("deploy")
    controller.write(
        simple(
            bindings=[{"port": 8080, "host": "hello.lab"}],
            pool={"identity": "NetworkService", "recycling": {"schedule": ["04:30"]}, "queue_length": 500},
            env={"GREETING": "Good evening", "MORE": "x"},
            authentication={"anonymous": True, "basic": True},
        )
    )
    controller.ask("deploy")


def _failing_health(controller: Controller) -> None:
    controller.ask("deploy")
    _second(controller)
    controller.write(simple(health={"path": "/healthz", "timeout": 1}, env={"GREETING": "changed"}))
    controller.machine.break_down("failing-health")
    assert controller.ask("deploy").host["reverted"]


def _pool_that_cannot_start(controller: Controller) -> None:
    controller.ask("deploy")
    _second(controller)
    controller.write(simple(start_timeout=1, health={"path": "/healthz", "timeout": 1}))
    controller.machine.break_down("pool-cannot-start")
    assert controller.ask("deploy").host["reverted"]


def _locked_old_release(controller: Controller) -> None:
    for text in ("first", "second"):
        controller.change_file("wwwroot/robots.txt", text)
        controller.ask("deploy")
    controller.machine.break_down("locked-file")
    controller.change_file("wwwroot/robots.txt", "third")
    assert controller.ask("deploy").host["warnings"]


def _wrong_rights(controller: Controller) -> None:
    controller.machine.break_down("wrong-rights")
    controller.ask("deploy")


def _full_disk(controller: Controller) -> None:
    """There is room when the host is asked, and none when the release is unpacked."""
    controller.ask("deploy")
    _second(controller)
    controller.machine.break_down("full-disk", {"free": 20_000})
    controller.ask("deploy")


def _foreign_binding(controller: Controller) -> None:
    controller.machine.given({"iis": {"sites": {"Theirs": {"bindings": ["http *:80:"], "physicalPath": "C:\\x"}}}})
    controller.ask("deploy")


def _rollback(controller: Controller) -> None:
    controller.ask("deploy")
    _second(controller)
    controller.ask("deploy")
    assert controller.ask("rollback").host["status"] == "changed"
    assert controller.ask("rollback").host["status"] == "failed"


def _missing_certificate(controller: Controller) -> None:
    for certificate in controller.machine.certificates.all():
        controller.machine.certificates.remove(certificate.thumbprint)
    controller.write(everything())
    controller.ask("deploy")


def _unknown_account(controller: Controller) -> None:
    controller.write(simple(pool={"identity": "LAB\\nobody", "password": Tag("env:SHOP_ACCOUNT")}))
    controller.ask("deploy")


def _left_locked(controller: Controller) -> None:
    """By a run of another controller whose session is gone."""
    lock = {"run": "r0", "who": "ann", "controller": "elsewhere", "processId": 7, "why": "deploy"}
    controller.machine.given({"lock": {**lock, "since": "2026-01-02T03:04:05Z", "session": {"pid": 1, "started": "x"}}})
    controller.ask("plan")
    controller.ask("deploy")


def _tampered(controller: Controller) -> None:
    controller.ask("deploy")
    served = controller.snapshot()["iis"]["sites"]["Hello"]["physicalPath"]
    controller.machine.given({"files": {f"{served}\\appsettings.json": "{}"}})
    controller.ask("status")
    controller.ask("deploy")


def _installer_that_fails(controller: Controller) -> None:
    (controller.folder / "inventories" / BUNDLE).write_bytes(installer_bytes("hosting-bundle", "10.0.13"))
    controller.write(simple(), packages={"hosting_bundle": {"installer": BUNDLE}})
    controller.machine.break_down("installer", {"codes": [1603], "effect": "half"})
    controller.ask("install-bundle")


def _dsc_of_somebody_else(controller: Controller) -> None:
    controller.machine.given({"lcm": {"refreshMode": "Pull", "name": "Contoso"}})
    controller.write(simple(), setup={"folders": ["C:\\logs"]})
    controller.ask("setup", "--plan", "--take-over")
    controller.ask("setup")


def _caches_in_use(controller: Controller) -> None:
    packages = "C:\\Users\\build\\.nuget\\packages"
    files = {".nuget\\packages\\a\\a.dll": "12345", "AppData\\Local\\NuGet\\v3-cache\\list.dat": "123"}
    controller.machine.given(
        {
            "users": {"build": {"files": files}},
            "files": {"C:\\data\\canary.txt": "alive"},
            "junctions": {f"{packages}\\link": "C:\\data"},
            "locked": ["C:\\Users\\build\\AppData\\Local\\NuGet\\v3-cache\\list.dat"],
        }
    )
    controller.ask("clear-cache", "--plan")
    assert controller.ask("clear-cache").host["warnings"]


def _keys_that_would_be_lost(controller: Controller) -> None:
    controller.ask("deploy")
    controller.write(simple(data_protection="profile"))
    controller.ask("provision-keys")


def _second(controller: Controller) -> None:
    controller.change_file("wwwroot/robots.txt", "second\n")


# How the last command of each ends.
PLAYS: Mapping[Play, str] = {
    _everything: "ok",
    _unchanged: "ok",
    _one_file: "changed",
    _settings: "changed",
    _failing_health: "failed",
    _pool_that_cannot_start: "failed",
    _locked_old_release: "changed",
    _wrong_rights: "failed",
    _full_disk: "failed",
    _foreign_binding: "failed",
    _rollback: "failed",
    _missing_certificate: "failed",
    _unknown_account: "failed",
    _left_locked: "changed",
    _tampered: "changed",
    _installer_that_fails: "failed",
    _dsc_of_somebody_else: "failed",
    _caches_in_use: "changed",
    _keys_that_would_be_lost: "failed",
}


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.__name__.strip("_"))
def test_both_engines_tell_and_do_the_same(new_controller: Callable[[str], Controller], pwsh: str, play: Play) -> None:
    stories = {engine: _played(new_controller(engine), play) for engine in ("emulated", "pwsh")}

    differing = list(apart(stories["emulated"], stories["pwsh"]))
    assert not differing, "\n".join(differing)
    assert stories["pwsh"]["events"][-1][-2]["status"] == PLAYS[play]


def _played(controller: Controller, play: Play) -> dict[str, Any]:
    prepare(controller.machine)
    controller.write(simple())
    play(controller)
    controller.machine.repair()
    return story(controller)
