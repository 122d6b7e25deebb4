"""Following a job, and a restart: by what the host answers, told to the flow as a test wants it."""

import json
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iisfleet.errors import ConnectionFailed, IisfleetError, Interrupted, OutcomeUnknown
from iisfleet.flows.jobs import WAIT, attach, job_folder, run_job
from iisfleet.flows.look import Job, Look
from iisfleet.flows.patience import Patience
from iisfleet.flows.reboot import reboot
from iisfleet.flows.turn import look_alone
from iisfleet.inventory import Drain, Secret
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import Script
from iisfleet.rollout.instructions import Instruction, Pause, Reconnect, Run, Tell
from tests.declared import RUN, declared
from tests.flows.host import bad, ok, said
from winlab.shell.reader import read_script
from winlab.windows.literals import SecretName

HOST = declared("simple")
SCRIPT = Script("restart/publishing", "'the job'")
JOB = {
    "id": RUN.id,
    "run": RUN.id,
    "task": "restart",
    "who": "ann@ctl",
    "controller": "ctl",
    "since": "today",
    "status": None,
    "resumed": False,
}
STARTED = said(ok("Start-HostJob", {"id": RUN.id, "state": "registered"}, phase="updating"))
RESUMED = said(ok("Resume-HostJob", {"id": RUN.id, "state": "lost"}, phase="updating"))
UNKNOWN = OutcomeUnknown("web01: the connection broke")
LOST, REFUSED, AUTH = (ConnectionFailed("web01", f"it is {kind}", kind=kind) for kind in ("lost", "refused", "auth"))
END, FAILED = '{"end":true,"status":"ok"}', '{"end":true,"status":"failed"}'
START, POLL, LAST = "Run job-start/updating", "Run job-poll/starting", "Run job-poll/starting+finishing"
RESUME = "Run job-resume/updating"
GONE = ["Reconnect", "Pause"]


def line(step: str, status: str = "ok", kind: str | None = None) -> str:
    error = {"message": "It broke.", "kind": kind} if kind else None
    return json.dumps({"step": step, "phase": "publishing", "status": status, "error": error})


def told(state: str, *lines: str, offset: int = 0) -> ScriptResult:
    """What a poll answers."""
    return said(ok("Get-HostJob", {"job": {**JOB, "state": state}, "lines": list(lines), "offset": offset}))


@dataclass
class Followed:
    """What a flow asked for, and what it answered or raised."""

    asked: list[Instruction] = field(default_factory=list)
    answer: Any = None
    error: IisfleetError | None = None
    clock: float = 0.0

    @property
    def kinds(self) -> list[str]:
        return [f"Run {a.script.name}" if isinstance(a, Run) else type(a).__name__ for a in self.asked]

    @property
    def steps(self) -> list[str]:
        return [step.step for one in self.asked if isinstance(one, Tell) for step in one.steps]

    @property
    def scripts(self) -> list[Run]:
        return [one for one in self.asked if isinstance(one, Run)]


def follow(flow: Generator[Instruction, Any, Any], *answers: Any, then: Any = None) -> Followed:
    """Answers each Run in turn with these (errors are thrown), then always with ``then``; all else as the driver."""
    followed, waiting = Followed(), list(answers)
    try:
        asked = next(flow)
        while True:
            followed.asked.append(asked)
            answer: Any = None
            if isinstance(asked, Run):
                assert waiting or then, f"asked for more than the test answers: {followed.kinds}"
                answer = waiting.pop(0) if waiting else then
            if isinstance(asked, Pause):
                followed.clock += asked.seconds
                answer = followed.clock
            asked = flow.throw(answer) if isinstance(answer, IisfleetError) else flow.send(answer)
    except StopIteration as end:
        followed.answer = end.value
    except IisfleetError as error:
        followed.error = error
    assert not waiting, f"ended after {followed.kinds}, before {waiting}"
    return followed


def test_a_job_is_started_told_as_it_goes_and_tidied_up_after() -> None:
    followed = follow(
        run_job(HOST, RUN, SCRIPT, secrets={"shop/B": Secret.of("hunter2")}, minutes=7),
        STARTED,
        told("running", line("Lock-Host"), offset=10),
        told("running", offset=10),
        told("ended", line("Unlock-Host"), END, offset=30),
        told("ended", offset=30),
    )

    assert followed.kinds == [START, "Tell", POLL, "Tell", POLL, POLL, "Tell", LAST]
    assert isinstance(followed.answer, ScriptResult)
    assert (followed.answer.failed, followed.answer.completed) == (None, True)
    assert followed.steps == [step.step for step in followed.answer.steps] == ["Lock-Host", "Unlock-Host"]
    starting, *polls = followed.scripts
    assert (starting.content, starting.following) == (b"'the job'", False)
    assert followed.asked[1] == Tell(script=SCRIPT)
    (step,) = read_script(starting.script.text).phases[0].steps
    assert step.parameters["Secrets"] == {"shop/B": SecretName("shop/B")}
    assert (step.parameters["Sha256"], step.parameters["TimeoutMinutes"]) == (SCRIPT.sha256, 7)
    assert "hunter2" not in starting.script.text
    assert all(poll.following for poll in polls)
    asked = [read_script(poll.script.text).phases[0].steps[0].parameters for poll in polls]
    assert [one["Offset"] for one in asked] == [0, 10, 10, 30]
    assert {one["WaitSeconds"] for one in asked} == {WAIT}


def test_a_job_has_the_time_that_draining_takes_besides_its_own() -> None:
    host = HOST.model_copy(update={"drain": Drain(flag=r"C:\inetpub\up.txt", wait=1799)})

    (started, *_) = follow(run_job(host, RUN, SCRIPT, minutes=7), said(bad("Start-HostJob", "updating"))).scripts

    (step,) = read_script(started.script.text).phases[0].steps
    assert step.parameters["TimeoutMinutes"] == 37


def test_a_job_that_is_not_started_is_the_answer() -> None:
    refused = said(bad("Start-HostJob", "updating", kind="locked"))

    assert follow(run_job(HOST, RUN, SCRIPT), refused).answer is refused


@pytest.mark.parametrize("error", [UNKNOWN, LOST])
def test_a_start_whose_answer_was_lost_is_sent_again(error: IisfleetError) -> None:
    answers = (error, STARTED, told("ended", END), told("ended"))

    followed = follow(run_job(HOST, RUN, SCRIPT), *answers)

    assert followed.kinds[:4] == [START, *GONE, START]
    assert followed.scripts[0].script.sha256 == followed.scripts[1].script.sha256
    assert followed.answer.completed


def test_ctrl_c_does_not_leave_a_job_that_may_have_been_started() -> None:
    interrupted = Interrupted("interrupted by the user")

    nothing = follow(run_job(HOST, RUN, SCRIPT), interrupted)
    maybe = follow(run_job(HOST, RUN, SCRIPT), UNKNOWN, interrupted, STARTED, told("ended", END), told("ended"))

    assert (nothing.kinds, nothing.error) == ([START], interrupted)
    assert maybe.answer.completed


def test_nothing_is_started_where_nobody_answers() -> None:
    followed = follow(run_job(HOST, RUN, SCRIPT), REFUSED)

    assert (followed.kinds, followed.error) == ([START], REFUSED)


def test_a_refused_login_after_a_lost_start_is_not_tried_again() -> None:
    followed = follow(run_job(HOST, RUN, SCRIPT), UNKNOWN, AUTH)

    assert isinstance(followed.error, OutcomeUnknown)
    assert RUN.id in followed.error.message


def test_polls_outlive_a_connection() -> None:
    followed = follow(
        attach(HOST, JOB), told("running", line("A"), offset=5), UNKNOWN, LOST, REFUSED, told("ended", END),
        told("ended"),
    )  # fmt: skip

    assert followed.kinds == [POLL, "Tell", POLL, *GONE, POLL, *GONE, POLL, *GONE, POLL, LAST]
    assert followed.answer.completed
    waits = [one for one in followed.asked if isinstance(one, Pause | Reconnect)]
    assert all(one.following for one in waits)
    assert {one.connect_timeout for one in waits if isinstance(one, Reconnect)} == {5}


def test_a_host_that_stays_silent_is_given_up_after_the_jobs_time() -> None:
    followed = follow(attach(HOST, JOB, minutes=2), then=UNKNOWN)

    assert isinstance(followed.error, OutcomeUnknown)
    assert f"the job {RUN.id}" in followed.error.message
    assert "same command again" in str(followed.error.hint)
    assert 120 <= followed.clock < 140
    assert 8 < len(followed.scripts) < 20


def test_a_connection_that_breaks_after_the_last_line_costs_nothing() -> None:
    followed = follow(attach(HOST, JOB), told("ended", line("A"), END), LOST)

    assert (followed.answer.completed, followed.answer.failed) == (True, None)


def test_a_lost_job_is_resumed_and_its_reverting_heard() -> None:
    interrupted = line("Enter-HostJob", "failed", "interrupted")
    followed = follow(
        attach(HOST, JOB),
        told("lost", line("A"), offset=4),
        told("lost", offset=4),
        RESUMED,
        told("ended", interrupted, line("Unlock-Host"), FAILED, offset=9),
        told("ended", offset=9),
    )

    assert followed.kinds == [POLL, "Tell", POLL, RESUME, POLL, "Tell", LAST]
    assert followed.answer.failed.error.kind == "interrupted"
    assert followed.answer.completed


def test_a_job_that_dies_each_time_is_left_to_a_person() -> None:
    followed = follow(attach(HOST, JOB), *[told("lost"), RESUMED] * 3, told("lost"))

    assert followed.answer.failed.error.kind == "job"
    assert "Task Scheduler" in followed.answer.failed.error.remedy
    assert not followed.answer.completed


@pytest.mark.parametrize("lines", [[], [line("A")], [line("A"), '{"torn']])
def test_a_job_that_ends_without_its_last_line_has_failed(lines: list[str]) -> None:
    followed = follow(attach(HOST, JOB), told("ended", *lines), told("ended"))

    assert followed.answer.failed.error.message == f"The job {RUN.id} ended without saying how."
    assert not followed.answer.completed


def test_a_job_that_nobody_knows_any_more_is_an_error() -> None:
    nothing = said(ok("Get-HostJob", {"job": None, "lines": [], "offset": 0}))

    followed = follow(attach(HOST, JOB), nothing)

    assert followed.error is not None
    assert "not known there any more" in followed.error.message


def test_a_poll_that_the_host_refuses_is_the_answer() -> None:
    followed = follow(attach(HOST, JOB), told("running", line("A")), said(bad("Get-HostJob", "starting")))

    assert [step.step for step in followed.answer.steps] == ["A", "Get-HostJob"]
    assert followed.answer.failed.step == "Get-HostJob"


def test_a_job_that_windows_should_have_ended_is_given_up() -> None:
    followed = follow(attach(HOST, JOB, minutes=2), then=told("running"))

    assert followed.error is not None
    assert "does not end within its time" in followed.error.message
    assert len(followed.scripts) * WAIT > 120 + 600


@given(st.lists(st.integers(0, 3), max_size=6))
def test_every_line_is_told_once_in_order(batches: Sequence[int]) -> None:
    names = iter(range(100))
    steps = [[line(f"S{next(names)}") for _ in range(size)] for size in batches]
    polls = [told("running", *some) for some in steps]

    followed = follow(attach(HOST, JOB), *polls, told("ended", END), told("ended"))

    assert followed.steps == [f"S{number}" for number in range(sum(batches))]
    assert [step.step for step in followed.answer.steps] == followed.steps


def test_the_folder_of_a_job_is_named_by_its_run() -> None:
    assert job_folder(RUN) == rf"C:\ProgramData\iisfleet\jobs\{RUN.id}"


def booted(boot: str) -> ScriptResult:
    return said(ok("Get-HostBoot", {"boot": boot, "pendingReboot": False}))


ORDERED = said(ok("Restart-Host", phase="publishing"))
ASK, ORDER, BOTH = "Run reboot/starting", "Run reboot/publishing", "Run reboot/starting+publishing"


def test_a_restart_is_proven_by_another_boot() -> None:
    followed = follow(reboot(HOST, RUN), booted("1"), ORDERED, booted("1"), LOST, REFUSED, booted("2"))

    assert followed.answer is None
    assert followed.kinds == [ASK, ORDER, *GONE, ASK, *GONE, ASK, *GONE, ASK, *GONE, ASK]


def test_a_clock_that_is_set_is_no_restart() -> None:
    before, moved, after = (
        f"2026-03-01T{time}Z" for time in ("10:00:00.0000000", "10:00:04.5000000", "12:30:00.0000000")
    )
    followed = follow(reboot(HOST, RUN), booted(before), ORDERED, booted(moved), LOST, booted(after))

    assert followed.answer is None
    assert followed.kinds.count(ASK) == 4


def test_an_order_that_may_not_have_arrived_is_given_once_more() -> None:
    followed = follow(reboot(HOST, RUN), booted("1"), UNKNOWN, LOST, booted("1"), booted("1"), booted("2"))

    assert followed.answer is None
    assert followed.kinds == [ASK, ORDER, *GONE, ASK, *GONE, ASK, BOTH, *GONE, ASK]


def test_a_host_that_restarted_at_a_lost_order_is_not_restarted_again() -> None:
    followed = follow(reboot(HOST, RUN), booted("1"), UNKNOWN, booted("2"))

    assert (followed.answer, BOTH in followed.kinds) == (None, False)


def test_a_host_that_does_not_restart_is_said_so() -> None:
    followed = follow(reboot(HOST, RUN, minutes=1), booted("1"), ORDERED, then=booted("1"))

    assert followed.answer.kind == "reboot"
    assert "started at 1 as before" in followed.answer.found


def test_a_login_that_is_refused_ends_the_wait() -> None:
    followed = follow(reboot(HOST, RUN), booted("1"), ORDERED, LOST, AUTH)

    assert followed.error is AUTH


@pytest.mark.parametrize("fails", [0, 1])
def test_what_the_host_says_against_a_restart_is_the_answer(fails: int) -> None:
    answers = [booted("1"), ORDERED]
    answers[fails] = said(bad("Restart-Host", "publishing", kind="native"))

    assert follow(reboot(HOST, RUN), *answers[: fails + 1]).answer.kind == "native"


def test_hosts_that_went_down_together_are_asked_at_different_moments() -> None:
    pauses = {round(next_pause(f"web{number:02}"), 3) for number in range(20)}

    assert len(pauses) > 15
    assert all(1.5 <= pause <= 2.5 for pause in pauses)


def next_pause(host: str) -> float:
    waiting = Patience(host, 60).wait()
    next(waiting)
    pause = waiting.send(None)
    assert isinstance(pause, Pause)
    return pause.seconds


def looked(state: str | None) -> ScriptResult:
    job = {**JOB, "task": "install-bundle", "state": state} if state else None
    return said(ok("Get-HostJob", {"job": job, "lines": [], "offset": 0}), ok("Get-HostLock", {}))


def test_another_tasks_job_is_left_alone_unless_nothing_runs_it() -> None:
    order = Job(RUN, {})

    def read() -> Generator[Instruction, Any, Look]:
        return Look((), (yield Run(SCRIPT, what_if=True)))

    busy = follow(look_alone(HOST, order, read), looked("running"))
    taken_back = follow(
        look_alone(HOST, order, read), looked("lost"), told("lost"), RESUMED, told("ended", FAILED), told("ended"),
        looked(None),
    )  # fmt: skip

    assert busy.answer.status == "locked"
    assert taken_back.kinds == [f"Run {SCRIPT.name}", POLL, RESUME, POLL, LAST, f"Run {SCRIPT.name}"]
    assert isinstance(taken_back.answer, Look)
