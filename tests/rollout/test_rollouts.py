"""Canary, batches, waits, hosts that are put back, hooks: whole runs of flows that touch nothing."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from iisfleet.events import BatchStarted, CallFinished, Event, HostFinished, RevertStarted, RunInterrupted, WaitStarted
from iisfleet.inventory import Host, Rollout
from iisfleet.inventory.rollout import Hook, Hooks
from iisfleet.results import Change, StepFailure
from iisfleet.rollout.course import course_of
from iisfleet.rollout.hooks import NO_HOOKS, HookCalls
from iisfleet.rollout.instructions import Call, ControllerCall, Flow, Gate, Outcome, Pause
from iisfleet.rollout.runner import Clock, Runner
from iisfleet.rollout.workshop import Workshop
from tests.rollout.fake import Heard, Network, hosts

BACK = Outcome("changed", changes=(Change("site/Hello/physicalPath", "new", "old"),))


class Bench:
    """``ends``: how the flow ends on a host, if not changed; ``undone``: how putting it back ends."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.heard = Heard()
        self.ends: dict[str, str] = {}
        self.undone: dict[str, Outcome] = {}
        self.asked_back: list[tuple[str, str]] = []
        self.runner = self.another()

    def another(self, *sinks: Callable[[Event], None]) -> Runner:
        return Runner(Network().connect, self.workshop, [self.heard, *sinks], Clock())

    def flow(self, host: Host) -> Flow:
        yield Pause(0)
        status = self.ends.get(host.name, "changed")
        return Outcome(status, failure=StepFailure("It went wrong.") if status == "failed" else None)

    def undo(self, host: Host, ended: HostFinished) -> Flow:
        self.asked_back.append((host.name, ended.status))
        yield Gate("barrier")  # nobody waits while hosts are put back
        return self.undone.get(host.name, BACK)

    def run(self, names: str = "abcdef", hooks: HookCalls = NO_HOOKS, **rollout: Any) -> dict[str, str]:
        course = course_of(hosts(*names), Rollout(**rollout), undo=self.undo, hooks=hooks)
        return {end.host: end.status for end in self.runner.run(course, self.flow)}

    def of(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.heard.events if isinstance(event, kind)]

    def end(self, host: str) -> HostFinished:
        ends: list[HostFinished] = self.of(HostFinished)
        return [event for event in ends if event.host == host][-1]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    workshop = Workshop(tmp_path / "cache")
    yield Bench(workshop)
    workshop.close()


def test_a_canary_that_fails_spares_all_others_however_many_may_fail(bench: Bench) -> None:
    bench.ends["a"] = "failed"

    ended = bench.run("abc", canary=1, max_failures=3)

    assert ended == {"a": "failed", "b": "skipped", "c": "skipped"}
    assert bench.end("b").why == "the canary failed: a"
    assert [(e.number, e.batches, e.hosts, e.canary) for e in bench.of(BatchStarted)] == [(1, 2, ("a",), True)]


@pytest.mark.parametrize(("allowed", "skipped"), [(0, "cdef"), (1, "ef"), (2, ""), ("40%", "")])
def test_so_many_may_fail(bench: Bench, allowed: Any, skipped: str) -> None:
    bench.ends = {"b": "unreachable", "d": "failed"}

    ended = bench.run(batches=2, max_failures=allowed)

    assert "".join(name for name, status in ended.items() if status == "skipped") == skipped
    if skipped:
        assert bench.end(skipped[0]).why == ("b failed" if allowed == 0 else "b, d failed, more than 1")


def test_a_batch_is_given_time_if_something_has_changed(bench: Bench) -> None:
    bench.ends = {"a": "ok", "b": "ok"}

    bench.run("abcdef", batches=2, wait=1)

    kinds = [type(event) for event in bench.heard.events if isinstance(event, BatchStarted | WaitStarted)]
    assert kinds == [BatchStarted, BatchStarted, WaitStarted, BatchStarted]


def test_ctrl_c_ends_a_wait_and_the_run(bench: Bench) -> None:
    def press(event: Event) -> None:
        if isinstance(event, WaitStarted):
            os.kill(os.getpid(), signal.SIGINT)

    bench.runner = bench.another(press)

    ended = bench.run("abc", batches=1, wait=600)

    assert ended == {"a": "changed", "b": "interrupted", "c": "interrupted"}
    assert len(bench.of(RunInterrupted)) == 1


@pytest.mark.parametrize(("on_failure", "back"), [("stop", ""), ("revert-batch", "c"), ("revert-all", "ac")])
def test_what_the_run_has_changed_is_put_back(bench: Bench, on_failure: str, back: str) -> None:
    bench.ends = {"b": "ok", "d": "failed"}

    ended = bench.run("abcdef", batches=2, on_failure=on_failure)

    rest = {"b": "ok", "d": "failed", "e": "skipped", "f": "skipped"}
    assert ended == {**{name: "reverted" if name in back else "changed" for name in "ac"}, **rest}
    assert sorted(bench.asked_back) == [(name, "changed") for name in back]
    for name in back:
        assert (bench.end(name).why, bench.end(name).changes) == ("d failed", BACK.changes)
    assert len(bench.of(RevertStarted)) == bool(back)


@pytest.mark.parametrize(
    ("outcome", "status", "warning"),
    [
        (Outcome("failed", failure=StepFailure("No.")), "failed", "It serves what this run has deployed"),
        (Outcome("unreachable"), "unreachable", "It serves what this run has deployed"),
        (Outcome("skipped", why="there was nothing before"), "changed", "not put back: there was nothing before"),
        (Outcome("ok"), "reverted", ""),
    ],
)
def test_a_host_that_is_not_put_back_says_so(bench: Bench, outcome: Outcome, status: str, warning: str) -> None:
    bench.ends["b"], bench.undone["a"] = "failed", outcome

    assert bench.run("ab", on_failure="revert-all") == {"a": status, "b": "failed"}
    assert warning in " ".join(bench.end("a").warnings)


def test_nothing_is_put_back_once_the_user_has_left(bench: Bench) -> None:
    def press(event: Event) -> None:
        if isinstance(event, HostFinished) and event.host == "a":
            os.kill(os.getpid(), signal.SIGINT)

    bench.ends["b"] = "failed"
    bench.runner = bench.another(press)

    assert bench.run("abc", batches=2, on_failure="revert-all") == {"a": "changed", "b": "failed", "c": "interrupted"}
    assert bench.asked_back == []


# --- hooks -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log.txt"


def hook(log: Path, code: str = "pass", timeout: int = 20) -> Hook:
    """Writes down what it was told, then does something."""
    told = (
        "import os, sys, time\n"
        "names = ('RUN', 'TASK', 'ENVIRONMENT', 'HOSTS', 'HOST', 'STATUS')\n"
        "line = ' '.join(os.environ.get('IISFLEET_' + name, '-') for name in names)\n"
        f"open({str(log)!r}, 'a').write(sys.argv[1] + ' ' + line + chr(10))\n"
    )
    return Hook(command=(sys.executable, "-c", told + code, "said"), timeout=timeout)


def hooks_of(log: Path, **hooks: Hook) -> HookCalls:
    return HookCalls(Hooks(**hooks), log.parent, {"RUN": "r1", "TASK": "deploy", "ENVIRONMENT": "e", "HOSTS": "a,b"})


def test_hooks_are_called_in_order_and_are_told_what_happens(bench: Bench, log: Path) -> None:
    every = {name: hook(log) for name in ("before_run", "before_host", "after_host", "after_run")}
    bench.ends["b"] = "failed"

    bench.run("ab", hooks_of(log, **every), batches=1)

    told = "said r1 deploy e a,b"
    assert log.read_text(encoding="utf-8").splitlines() == [
        f"{told} - -",
        f"{told} a -", f"{told} a changed",
        f"{told} b -", f"{told} b failed",
        f"{told} - failed",
    ]  # fmt: skip
    assert [event.call for event in bench.of(CallFinished)][0::5] == ["hooks.before_run", "hooks.after_run"]


def test_a_hook_before_the_run_that_fails_leaves_all_alone(bench: Bench, log: Path) -> None:
    hooks = hooks_of(log, before_run=hook(log, "raise SystemExit('frozen until monday')"), after_run=hook(log))

    assert bench.run("ab", hooks, batches=1) == {"a": "skipped", "b": "skipped"}
    assert bench.runner.blocked is not None
    assert str(bench.runner.blocked.found).endswith("frozen until monday")
    assert bench.end("a").why == "hooks.before_run failed"
    assert len(log.read_text(encoding="utf-8").splitlines()) == 1


def test_ctrl_c_during_a_hook_is_heard_and_lets_it_end(bench: Bench, log: Path) -> None:
    press = f"os.kill({os.getpid()}, 2)"

    assert bench.run("ab", hooks_of(log, before_run=hook(log, press))) == {"a": "interrupted", "b": "interrupted"}
    assert [event.failure for event in bench.of(CallFinished)] == [None]
    assert len(bench.of(RunInterrupted)) == 1


def test_a_hook_before_a_host_that_fails_leaves_the_host_alone(bench: Bench, log: Path) -> None:
    code = "sys.exit(os.environ['IISFLEET_HOST'] == 'a')"

    ended = bench.run("ab", hooks_of(log, before_host=hook(log, code), after_host=hook(log)))

    assert ended == {"a": "failed", "b": "changed"}
    failure = bench.end("a").failure
    assert failure is not None
    assert (failure.kind, bench.end("a").step) == ("hook", "before_host")
    assert "changed" in log.read_text(encoding="utf-8")
    assert " a failed" not in log.read_text(encoding="utf-8")


def test_a_hook_afterwards_that_fails_or_hangs_is_a_warning(bench: Bench, log: Path) -> None:
    after_host = hook(log, "time.sleep(60)", timeout=1)
    after_run = hook(log, "raise SystemExit(4)")

    assert bench.run("a", hooks_of(log, after_host=after_host, after_run=after_run)) == {"a": "changed"}
    assert "no end after 1 s: it was ended" in " ".join(bench.end("a").warnings)
    assert "exit code 4" in " ".join(bench.runner.warnings)


def test_a_flow_may_call_the_controller(bench: Bench) -> None:
    def flow(_host: Host) -> Flow:
        made = yield Call(ControllerCall("drain.out", 20, (sys.executable, "-c", "print('out')")))
        failed = yield Call(ControllerCall("drain.back", 20, (sys.executable, "-c", "raise SystemExit(1)")))
        return Outcome("ok", data={"made": made.output, "failed": failed.ok})

    (ended,) = bench.runner.run(course_of(hosts("a"), Rollout()), flow)

    assert ended.data == {"made": "out", "failed": False}
    assert [(event.host, event.call) for event in bench.of(CallFinished)] == [("a", "drain.out"), ("a", "drain.back")]
