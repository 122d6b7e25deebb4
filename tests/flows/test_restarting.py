"""``restart-iis``, ``start``, ``stop``, ``recycle``: by what they ask and what they make of the answers."""

from typing import Any

import pytest

from iisfleet.errors import ConnectionFailed, Interrupted, OutcomeUnknown
from iisfleet.flows import RestartOrder, SwitchOrder, restart, switch
from iisfleet.inventory import Host
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering.release import RunInfo
from iisfleet.results import Change
from iisfleet.rollout.instructions import Reconnect, Run
from tests.declared import declared
from tests.flows.host import LOCK, bad, ok, play, said
from winlab.shell.reader import read_script

RUN = RunInfo("20260101-000000-beef", "ann@pc", "pc", 1, "restart-iis")
RESTART = Change("service/W3SVC", "Running", "restarted")
BOOT = Change("host/boot", None, "restarted")
STOP = Change("site/Shop/state", "Started", "Stopped")
LOOK = "Run restart/starting+publishing"
OURS = {
    "id": "other", "run": "other", "task": "restart-iis", "who": "bob@pc", "controller": "pc",
    "since": "2026-01-01T00:00:00Z", "state": "running", "status": None, "resumed": False,
}  # fmt: skip
END = '{"end":true,"status":"ok"}'
LINE = (
    '{"step":"Restart-IisService","phase":"publishing","status":"changed","error":null,"data":{},"warnings":[],'
    '"changes":[{"path":"service/W3SVC","before":"Running","after":"restarted"}],"seconds":1}'
)


@pytest.fixture
def host() -> Host:
    return declared("simple")


def order(**fields: Any) -> RestartOrder:
    return RestartOrder(**{"run": RUN, **fields})


def looked(*changes: Change, lock: Any = None, job: Any = None, step: str = "Restart-IisService") -> ScriptResult:
    return said(
        ok("Get-IisService", {"services": []}),
        ok("Get-HostLock", {"lock": lock, "unfinished": None}),
        ok("Get-HostJob", {"job": job, "lines": [], "offset": 0}),
        ok(step, phase="publishing", changes=changes) if changes else ok(step, phase="publishing"),
    )


def polled(*lines: str, state: str = "ended", offset: int = 1) -> ScriptResult:
    return said(ok("Get-HostJob", {"job": {**OURS, "state": state}, "lines": list(lines), "offset": offset}))


def test_a_plan_needs_no_lock_and_starts_nothing(host: Host) -> None:
    played = play(restart(host, order(plan=True)), looked(RESTART, lock=LOCK, job=OURS))

    assert (played.ended.status, played.ended.changes, played.kinds) == ("changed", (RESTART,), [LOOK])


def test_iis_that_is_stopped_is_left_so(host: Host) -> None:
    played = play(restart(host, order()), looked())

    assert (played.ended.status, played.kinds) == ("ok", [LOOK])


def test_a_locked_host_and_the_job_of_another_task_are_left_alone(host: Host) -> None:
    locked = play(restart(host, order()), looked(RESTART, lock=LOCK)).ended
    busy = play(restart(host, order()), looked(RESTART, lock=LOCK, job={**OURS, "task": "setup"})).ended

    assert (locked.status, busy.status) == ("locked", "locked")
    assert busy.failure
    assert "setup" in busy.failure.message


def test_a_restart_that_is_under_way_is_awaited(host: Host) -> None:
    played = play(
        restart(host, order()),
        looked(RESTART, lock=LOCK, job=OURS),
        polled(LINE, END),
        None,
        polled(),
    )

    assert (played.ended.status, played.ended.changes) == ("changed", (RESTART,))
    assert "bob@pc" in played.ended.warnings[0]


def test_a_job_restarts_iis_and_reverts_by_itself(host: Host) -> None:
    flow = restart(host, order(timeout=30))
    next(flow)

    asked = flow.send(looked(RESTART))

    assert isinstance(asked, Run)
    assert asked.content
    reading = read_script(bytes(asked.content).decode())
    names = [step.name for phase in reading.phases for step in phase.steps]
    assert names == [
        "Lock-Host", "Save-IisService", "Restart-IisService", "Test-IisAnswer", "Resume-IisService", "Unlock-Host"
    ]  # fmt: skip
    assert reading.reverting is not None
    assert [step.name for step in reading.reverting] == ["Resume-IisService", "Unlock-Host"]
    assert next(s for s in reading.phases[0].steps if s.name == "Restart-IisService").parameters["TimeoutSeconds"] == 30


def booted(boot: str) -> ScriptResult:
    return said(ok("Get-HostBoot", {"boot": boot, "pendingReboot": False}))


def test_after_a_reboot_iis_is_brought_back_and_asked(host: Host) -> None:
    played = play(
        restart(host, order(reboot=True)),
        looked(BOOT, step="Restart-Host"),
        said(ok("Save-IisService", phase="updating")),
        booted("1"),
        said(ok("Restart-Host", {"boot": "1"}, phase="publishing", changes=(BOOT,))),
        None,
        None,
        ConnectionFailed("web01", "nobody answers", kind="refused"),
        None,
        None,
        booted("2"),
        said(ok("Resume-IisService", phase="publishing"), ok("Test-IisAnswer", phase="verifying")),
    )

    assert (played.ended.status, played.ended.changes) == ("changed", (BOOT,))
    assert played.kinds[-1] == "Run resume/publishing+verifying+finishing"


def test_a_host_that_does_not_restart_gets_its_rotation_back(host: Host) -> None:
    played = play(
        restart(host, order(reboot=True)),
        looked(BOOT, step="Restart-Host"),
        said(ok("Save-IisService", phase="updating")),
        said(bad("Get-HostBoot", "starting")),
        said(ok("Unlock-Host", phase="finishing")),
    )

    assert (played.ended.status, played.ended.step, played.ended.reverted) == ("failed", "Restart-Host", True)
    assert played.kinds[-1] == "Run resume/publishing+finishing"


def test_ctrl_c_before_the_order_to_restart_gives_the_host_its_rotation_back(host: Host) -> None:
    played = play(
        restart(host, order(reboot=True)),
        looked(BOOT, step="Restart-Host"),
        said(ok("Save-IisService", phase="updating")),
        Interrupted("interrupted by the user"),
        said(ok("Unlock-Host", phase="finishing")),
    )

    assert (played.ended.status, played.ended.reverted) == ("interrupted", True)
    assert played.kinds[-1] == "Run resume/publishing+finishing"


def test_ctrl_c_while_a_host_restarts_does_not_leave_it_half_way(host: Host) -> None:
    played = play(
        restart(host, order(reboot=True)),
        looked(BOOT, step="Restart-Host"),
        said(ok("Save-IisService", phase="updating")),
        booted("1"),
        said(ok("Restart-Host", {"boot": "1"}, phase="publishing", changes=(BOOT,))),
        None,
        None,
        booted("2"),
        Interrupted("interrupted by the user"),
        said(ok("Resume-IisService", phase="publishing")),
    )

    assert (played.ended.status, played.ended.changes) == ("changed", (BOOT,))
    assert played.kinds[-2:] == ["Run resume/publishing+verifying+finishing"] * 2


def test_a_connection_that_breaks_before_the_order_to_restart_leaves_no_host_drained(host: Host) -> None:
    flow = restart(host, order(reboot=True))
    next(flow)
    flow.send(looked(BOOT, step="Restart-Host"))
    flow.send(said(ok("Save-IisService", phase="updating")))

    assert isinstance(flow.throw(OutcomeUnknown("the connection broke")), Reconnect)
    resuming = flow.send(None)
    assert isinstance(resuming, Run)
    assert resuming.script.name == "resume/publishing+finishing"
    with pytest.raises(OutcomeUnknown):
        flow.send(said(ok("Unlock-Host", phase="finishing")))


def test_what_does_not_run_after_a_reboot_is_told(host: Host) -> None:
    played = play(
        restart(host, order(reboot=True)),
        looked(BOOT, step="Restart-Host"),
        said(ok("Save-IisService", phase="updating")),
        booted("1"),
        said(ok("Restart-Host", {"boot": "1"}, phase="publishing", changes=(BOOT,))),
        None,
        None,
        booted("2"),
        said(
            bad("Resume-IisService", "publishing", "restart", "site Shop is Stopped"),
            ok("Unlock-Host", phase="reverting"),
        ),
    )

    assert (played.ended.status, played.ended.step, played.ended.reverted) == ("failed", "Resume-IisService", False)


def test_what_a_dead_run_has_left_is_brought_back_first(host: Host) -> None:
    left = said(ok("Get-IisService", {"services": [], "unfinished": ["dead"]}), *looked(RESTART).steps[1:])
    again = Change("site/Old/state", "Started", "Stopped")
    flow = restart(host, order())
    next(flow)

    resuming = flow.send(left)
    assert isinstance(resuming, Run)
    steps = {step.name: step.parameters for phase in read_script(resuming.script.text).phases for step in phase.steps}
    assert (steps["Resume-IisService"]["Run"], steps["Unlock-Host"]["Run"]) == ("dead", RUN.id)
    looking = flow.send(said(ok("Resume-IisService", phase="publishing", changes=(again,))))
    assert isinstance(looking, Run)
    assert looking.what_if
    assert getattr(flow.send(looked(RESTART)), "content", None)  # and then the job starts

    failing = said(bad("Resume-IisService", "publishing", "restart", "site Shop is Stopped"))
    assert play(restart(host, order()), left, failing).ended.status == "failed"


def stop(**fields: Any) -> SwitchOrder:
    return SwitchOrder(**{"run": RUN, "kind": "site", "name": "Shop", "action": "stop", **fields})


def item(*changes: Change, lock: Any = None) -> ScriptResult:
    return looked(*changes, lock=lock, step="Switch-IisItem")


def test_a_site_is_stopped_under_a_lock(host: Host) -> None:
    played = play(switch(host, stop()), item(STOP), said(ok("Switch-IisItem", phase="publishing", changes=(STOP,))))

    assert (played.ended.status, played.ended.changes) == ("changed", (STOP,))
    acting = played.asked[1]
    assert isinstance(acting, Run)
    assert [s.name for p in read_script(acting.script.text).phases for s in p.steps] == [
        "Lock-Host", "Switch-IisItem", "Unlock-Host"
    ]  # fmt: skip


def test_a_plan_and_a_site_that_is_so_already_stop_nothing(host: Host) -> None:
    assert play(switch(host, stop(plan=True)), item(STOP, lock=LOCK)).ended.changes == (STOP,)
    assert play(switch(host, stop()), item()).ended.status == "ok"
    assert play(switch(host, stop()), item(STOP, lock=LOCK)).ended.status == "locked"
    missing = said(bad("Switch-IisItem", "publishing", "missing"))
    assert play(switch(host, stop(plan=True)), missing).ended.status == "failed"


@pytest.mark.parametrize(("after", "status"), [(item(), "changed"), (item(STOP), "failed")])
def test_after_a_broken_connection_the_host_is_asked(host: Host, after: ScriptResult, status: str) -> None:
    played = play(
        switch(host, stop()),
        item(STOP),
        OutcomeUnknown("the connection broke"),
        None,
        None,
        said(ok("Unlock-Host")),
        after,
    )

    assert played.ended.status == status


def test_a_script_that_goes_on_without_us_is_waited_for(host: Host) -> None:
    at_work = said(bad("Lock-Host", "updating", "locked", "Another script of iisfleet is still at work on this host."))

    played = play(
        switch(host, stop()),
        item(STOP),
        OutcomeUnknown("the connection broke"),
        None,
        None,
        at_work,
        None,
        None,
        said(ok("Unlock-Host")),
        item(),
    )

    assert (played.ended.status, played.ended.changes) == ("changed", (STOP,))


def test_what_a_broken_connection_is_answered_with_names_no_other_task(host: Host) -> None:
    after = (OutcomeUnknown("the connection broke"), None, None, said(ok("Unlock-Host")), item(STOP))

    failure = play(switch(host, stop()), item(STOP), *after).ended.failure

    assert failure
    assert "deploy" not in (failure.remedy or "")
