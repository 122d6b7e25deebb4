"""Many hosts at once: nobody hides another's outcome, batches stop, and Ctrl-C is heeded."""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from iisfleet.errors import ConnectionFailed, ExitCode, Interrupted
from iisfleet.events import Event, HostFinished
from iisfleet.inventory import Host, Rollout
from iisfleet.rendering import Script
from iisfleet.rollout.course import course_of, everywhere
from iisfleet.rollout.instructions import Flow, Outcome, Run
from iisfleet.rollout.runner import Clock, Runner, exit_code
from iisfleet.rollout.workshop import Workshop
from tests.flows.host import bad, said
from tests.rollout.fake import FakeConnection, Heard, Network, hosts, well

SCRIPT = Script("deploy/updating", "")


def one_script(_host: Host) -> Flow:
    result = yield Run(SCRIPT)
    return Outcome("failed", step=result.failed.step) if result.failed else Outcome("ok")


class Bench:
    def __init__(self, folder: Path) -> None:
        self.network = Network()
        self.heard = Heard()
        self.workshop = Workshop(folder)

    def runner(self, *sinks: Callable[[Event], None], parallel: int = 20) -> Runner:
        return Runner(self.network.connect, self.workshop, [self.heard, *sinks], Clock(), parallel=parallel)

    def fail(self, name: str, error: Exception | None = None) -> None:
        def behaviour(_connection: FakeConnection, _script: Script) -> Any:
            if error:
                raise error
            return said(bad("Set-IisPool", "publishing"))

        self.network.behaviours[name] = behaviour

    @property
    def opened(self) -> list[str]:
        return [connection.host.name for connection in self.network.opened]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.workshop.close()


def statuses(ended: Sequence[HostFinished]) -> dict[str, str]:
    return {event.host: event.status for event in ended}


def test_hosts_run_side_by_side(bench: Bench) -> None:
    meeting = Barrier(3, timeout=20)  # breaks unless all three are there at once

    def behaviour(connection: FakeConnection, script: Script) -> Any:
        meeting.wait()
        return well(connection, script)

    bench.network.behaviours = dict.fromkeys(("a", "b", "c"), behaviour)

    assert statuses(bench.runner().run(everywhere(hosts("a", "b", "c")), one_script)) == {
        "a": "ok",
        "b": "ok",
        "c": "ok",
    }


def test_no_more_than_asked_for_run_side_by_side(bench: Bench) -> None:
    working = threading.Semaphore(2)

    def behaviour(connection: FakeConnection, script: Script) -> Any:
        assert working.acquire(blocking=False), "a third host at the same time"
        try:
            return well(connection, script)
        finally:
            working.release()

    names = [f"h{n}" for n in range(12)]
    bench.network.behaviours = dict.fromkeys(names, behaviour)

    assert set(statuses(bench.runner(parallel=2).run(everywhere(hosts(*names)), one_script)).values()) == {"ok"}


def test_one_host_never_hides_another(bench: Bench) -> None:
    bench.fail("a", ZeroDivisionError("a bug"))
    bench.fail("c", ConnectionFailed("c", "no route", kind="unreachable"))
    bench.fail("d")

    ended = bench.runner().run(everywhere(hosts("a", "b", "c", "d")), one_script)

    assert statuses(ended) == {"a": "failed", "b": "ok", "c": "unreachable", "d": "failed"}
    assert ended[0].failure is not None
    assert "ZeroDivisionError" in ended[0].failure.message
    assert ended[3].step == "Set-IisPool"
    assert all(connection.closed for connection in bench.network.opened)


def test_events_of_a_host_arrive_in_order_and_end_with_it(bench: Bench) -> None:
    other = Heard()

    ended = bench.runner(other).run(everywhere(hosts("a", "b")), one_script)

    for name in ("a", "b"):
        assert bench.heard.of(name) == [
            "HostStarted", "ScriptStarted", "StepFinished", "StepFinished", "HostFinished",
        ]  # fmt: skip
    assert other.events == bench.heard.events
    assert [event.requests["requests"] for event in ended] == [1, 1]
    times = [event.at for event in bench.heard.events if getattr(event, "host", "") == "a"]
    assert times == sorted(times)


def test_batches_stop_after_a_failure_and_skip_the_rest(bench: Bench) -> None:
    bench.fail("b")

    ended = bench.runner().run(course_of(hosts("a", "b", "c", "d", "e"), Rollout(batches=2)), one_script)

    assert statuses(ended) == {"a": "ok", "b": "failed", "c": "skipped", "d": "skipped", "e": "skipped"}
    assert sorted(bench.opened) == ["a", "b"]
    assert bench.heard.of("e") == ["HostFinished"]
    assert exit_code(ended) is ExitCode.HOST_FAILED


def test_batches_go_one_after_another(bench: Bench) -> None:
    bench.runner().run(course_of(hosts("a", "b", "c"), Rollout(batches=1)), one_script)

    assert bench.opened == ["a", "b", "c"]
    finished = [type(event).__name__ for event in bench.heard.events]
    assert finished.index("HostFinished") < len(finished) - 1 - finished[::-1].index("HostStarted")


def test_no_hosts_at_all(bench: Bench) -> None:
    assert bench.runner().run(everywhere([]), one_script) == []


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        ([], ExitCode.OK),
        (["ok", "changed", "skipped"], ExitCode.OK),
        (["ok", "interrupted"], ExitCode.INTERRUPTED),
        (["interrupted", "locked"], ExitCode.LOCKED),
        (["locked", "unreachable"], ExitCode.UNREACHABLE),
        (["unreachable", "failed", "ok"], ExitCode.HOST_FAILED),
        (["unknown", "locked"], ExitCode.HOST_FAILED),
    ],
)
def test_the_gravest_outcome_is_the_exit_code(ends: list[str], code: ExitCode) -> None:
    assert exit_code(HostFinished(0.0, str(n), status) for n, status in enumerate(ends)) is code


@pytest.mark.parametrize(
    "error",
    [OSError(28, "No space left on device"), SystemExit(1), UnicodeEncodeError("ascii", "ö", 0, 1, "no such letter")],
)
def test_a_sink_that_gives_up_does_not_end_the_run(bench: Bench, error: BaseException) -> None:
    def full(_event: Event) -> None:
        raise error

    runner = bench.runner(full)

    assert statuses(runner.run(everywhere(hosts("a", "b")), one_script)) == {"a": "ok", "b": "ok"}
    assert len(runner.lost) == 1  # told once, not at every event
    assert len(bench.heard.events) == 10


# --- Ctrl-C ----------------------------------------------------------------------------------------------------------


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_the_first_ctrl_c_lets_scripts_end_and_begins_none(bench: Bench) -> None:
    def behaviour(connection: FakeConnection, script: Script) -> Any:
        press()
        while not heard.wait(0.01):  # the script ends after the user was heard
            if runner._stop.is_set():
                heard.set()
        return well(connection, script)

    def two_scripts(_host: Host) -> Flow:
        yield Run(SCRIPT)
        yield Run(SCRIPT)
        return Outcome("ok")

    heard = threading.Event()
    bench.network.behaviours["a"] = behaviour
    runner = bench.runner()

    ended = runner.run(course_of(hosts("a", "b"), Rollout(batches=1)), two_scripts)

    assert statuses(ended) == {"a": "interrupted", "b": "interrupted"}
    assert bench.opened == ["a"]
    assert bench.network.opened[0].scripts == [SCRIPT.name]
    assert exit_code(ended) is ExitCode.INTERRUPTED


def test_a_host_that_ends_well_after_ctrl_c_has_ended_well(bench: Bench) -> None:
    def behaviour(connection: FakeConnection, script: Script) -> Any:
        press()
        while not runner._stop.wait(0.01):
            pass
        return well(connection, script)

    bench.network.behaviours["a"] = behaviour
    runner = bench.runner()

    ended = runner.run(course_of(hosts("a", "b"), Rollout(batches=1)), one_script)

    assert statuses(ended) == {"a": "ok", "b": "interrupted"}
    assert exit_code(ended) is ExitCode.INTERRUPTED


def test_the_second_ctrl_c_leaves_at_once_and_says_what_is_left(bench: Bench) -> None:
    def behaviour(connection: FakeConnection, _script: Script) -> Any:
        press()
        while not runner._stop.wait(0.01):
            pass
        press()
        return connection.until_stopped()

    bench.network.behaviours["a"] = behaviour
    runner = bench.runner()

    with pytest.raises(Interrupted, match="in the middle of it: a") as caught:
        runner.run(course_of(hosts("a", "b"), Rollout(batches=1)), one_script)

    assert caught.value.hint is not None
    assert "next deploy" in caught.value.hint
    assert bench.network.opened[0].stopped.is_set()
    assert bench.opened == ["a"]


def test_ctrl_c_means_afterwards_what_it_meant_before(bench: Bench) -> None:
    before = signal.getsignal(signal.SIGINT)

    bench.runner().run(everywhere(hosts("a")), one_script)

    assert signal.getsignal(signal.SIGINT) is before


def test_a_runner_in_another_thread_leaves_signals_alone(bench: Bench) -> None:
    ended: list[HostFinished] = []
    thread = threading.Thread(target=lambda: ended.extend(bench.runner().run(everywhere(hosts("a")), one_script)))
    thread.start()
    thread.join(20)

    assert statuses(ended) == {"a": "ok"}
