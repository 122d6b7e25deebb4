"""``install-bundle`` and ``repair-module`` on one host, by what they ask and what they make of the answers."""

import json
from pathlib import Path
from typing import Any

import pytest

from iisfleet.flows.packages import Installer, PackagesOrder, install_packages
from iisfleet.inventory import Host
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering.release import RunInfo
from iisfleet.results import Change
from iisfleet.rollout.instructions import Upload
from tests.declared import declared
from tests.flows.host import LOCK, bad, ok, play, said

RUN = RunInfo("20260101-000000-beef", "ann@pc", "pc", 1, "install-bundle")
SHA = "a" * 64
BUNDLE = Installer("hosting-bundle", "10.0.13", Path("dotnet-hosting-10.0.13-win.exe"), SHA)
UPGRADE = Change("package/hosting-bundle/10.0", "10.0.12", "10.0.13")
RESTART = Change("service/W3SVC", "Running", "restarted")
IDLE: dict[str, Any] = {"job": None, "lines": [], "offset": 0}
EXE = rf"C:\ProgramData\iisfleet\incoming\{SHA}.exe"
OURS = {
    "id": "other", "run": "other", "task": "install-bundle", "who": "bob@pc", "controller": "pc",
    "since": "2026-01-01T00:00:00Z", "state": "running", "status": None, "resumed": False,
}  # fmt: skip


@pytest.fixture
def host() -> Host:
    return declared("simple")


def order(**fields: Any) -> PackagesOrder:
    return PackagesOrder(**{"run": RUN, "installers": {"web01": (BUNDLE,)}, **fields})


def looked(*changes: Change, lock: Any = None, job: Any = None, there: int = 0) -> ScriptResult:
    install = ok("Install-HostPackage", phase="publishing", changes=changes) if changes else ok("Install-HostPackage")
    return said(
        ok("Get-PackageFact", {"bundles": []}),
        ok("Get-HostLock", {"lock": lock, "unfinished": None}),
        ok("Get-HostJob", {**IDLE, "job": job}),
        ok("Open-HostUpload", {"file": EXE, "there": there}),
        install,
    )


def test_a_host_that_has_it_is_asked_once(host: Host) -> None:
    played = play(install_packages(host, order()), looked())

    assert (played.ended.status, played.kinds) == ("ok", ["Run packages/starting+publishing"])


def test_a_plan_sends_and_starts_nothing(host: Host) -> None:
    played = play(install_packages(host, order(plan=True)), looked(UPGRADE, RESTART, lock=LOCK))

    assert played.kinds == ["Run packages/starting+publishing"]
    assert (played.ended.status, played.ended.changes) == ("changed", (UPGRADE, RESTART))


def test_an_installer_goes_on_where_it_was_cut(host: Host) -> None:
    flow = install_packages(host, order())
    next(flow)

    asked = flow.send(looked(UPGRADE, there=1000))

    assert isinstance(asked, Upload)
    assert (asked.path, asked.there) == (BUNDLE.source, 1000)


def test_only_what_a_host_lacks_travels(host: Host) -> None:
    redist = Installer("vc-redist", "14.40", Path("vc_redist.x64.exe"), "b" * 64)
    seen = looked(UPGRADE)
    there = ok("Install-HostPackage", phase="publishing")
    flow = install_packages(host, order(installers={"web01": (redist, BUNDLE)}))
    next(flow)

    asked = flow.send(said(*seen.steps[:-1], there, seen.steps[-1]))

    assert isinstance(asked, Upload)
    assert asked.path == BUNDLE.source


def test_an_installer_on_a_share_is_not_sent(host: Host) -> None:
    shared = Installer("hosting-bundle", "10.0.13", r"\\files\dotnet\dotnet-hosting-10.0.13-win.exe", SHA)
    flow = install_packages(host, order(installers={"web01": (shared,)}))
    next(flow)

    asked = flow.send(looked(UPGRADE))

    assert not isinstance(asked, Upload)
    assert shared.file == r"\\files\dotnet\dotnet-hosting-10.0.13-win.exe"


def test_a_locked_host_is_left_alone(host: Host) -> None:
    played = play(install_packages(host, order()), looked(UPGRADE, lock=LOCK))

    assert played.ended.status == "locked"


def test_the_job_of_another_task_is_left_alone(host: Host) -> None:
    played = play(install_packages(host, order()), looked(UPGRADE, job={**OURS, "task": "setup"}))

    assert played.ended.status == "locked"
    assert played.ended.failure
    assert "setup" in played.ended.failure.message


def test_a_host_whose_look_fails_is_told(host: Host) -> None:
    failed = said(ok("Get-PackageFact"), bad("Install-HostPackage", "publishing", "readiness", "IIS is not there."))

    played = play(install_packages(host, order()), failed)

    assert (played.ended.status, played.ended.step) == ("failed", "Install-HostPackage")


def test_a_job_of_the_same_task_is_awaited_and_told(host: Host) -> None:
    ended = said(ok("Get-HostJob", {"job": {**OURS, "state": "ended", "status": "ok"}, "lines": [], "offset": 0}))

    played = play(install_packages(host, order()), looked(UPGRADE, job=OURS), ended, ended, looked())

    assert played.ended.status == "ok"
    assert played.ended.warnings == ("Run other of bob@pc was at work on it already: its end was awaited.",)


def test_a_job_that_was_cut_short_runs_again_and_may_ask_for_a_restart(host: Host) -> None:
    cut = told(REVERTED_CUT)
    again = told(line("Install-HostPackage", "changed", data={"rebootRequired": True}), status="ok")

    played = play(install_packages(host, order(installers=SHARED)), looked(UPGRADE), *cut, looked(UPGRADE), *again)

    assert (played.ended.status, played.ended.changes) == ("changed", (UPGRADE,))
    assert played.ended.data["rebootRequired"]
    assert [warning.split(":")[0] for warning in played.ended.warnings] == [
        "The host restarted.", "What it had left to do was done by another one.",
        "The host must restart before this counts",
    ]  # fmt: skip


def test_a_job_that_was_cut_short_after_its_work_has_changed_what_was_planned(host: Host) -> None:
    played = play(install_packages(host, order(installers=SHARED)), looked(UPGRADE), *told(REVERTED_CUT), looked())

    assert (played.ended.status, played.ended.changes) == ("changed", (UPGRADE,))


def test_what_a_failed_job_has_installed_before_is_told(host: Host) -> None:
    redist = {"path": "package/vc-redist", "before": None, "after": "14.40"}
    lines = [line("Install-HostPackage", "changed", changes=[redist]), line("Install-HostPackage", "failed")]

    played = play(install_packages(host, order(installers=SHARED)), looked(UPGRADE), *told("\n".join(lines)))

    assert played.ended.status == "failed"
    assert played.ended.changes == (Change("package/vc-redist", None, "14.40"),)


def line(step: str, status: str, phase: str = "publishing", **fields: Any) -> str:
    return json.dumps({"step": step, "phase": phase, "status": status, **fields})


CUT = line("Enter-HostJob", "failed", "starting", error={"message": "The host restarted.", "kind": "interrupted"})
REVERTED_CUT = "\n".join((CUT, line("Unlock-Host", "ok", "reverting")))
SHARED = {"web01": (Installer("hosting-bundle", "10.0.13", r"\\files\dotnet-hosting-10.0.13-win.exe", SHA),)}


def told(*lines: str, status: str = "failed") -> tuple[ScriptResult | None, ...]:
    """A job that is started, says these lines and is heard to its end: what start, Tell, poll, Tell, poll get."""
    every = [*"\n".join(lines).splitlines(), json.dumps({"end": True, "status": status})]
    ended = {"job": {**OURS, "state": "ended", "status": status}, "offset": 1}
    heard, last = (said(ok("Get-HostJob", {**ended, "lines": some})) for some in (every, []))
    return said(ok("Start-HostJob", phase="updating")), None, heard, None, last
