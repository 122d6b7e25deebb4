"""One flow on one host: what it asks for is carried out, and whatever goes wrong becomes its outcome."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event as Signal
from typing import Any

import pytest

from iisfleet.errors import ConnectionFailed, HostFailed, Interrupted, OutcomeUnknown
from iisfleet.events import ContentSent, ScriptStarted, StepFinished
from iisfleet.inventory import Host
from iisfleet.remote.uploads import Shard
from iisfleet.rendering import Script
from iisfleet.rollout.driver import Driver
from iisfleet.rollout.instructions import Flow, Outcome, Pause, Reconnect, Run, Tell, Upload
from iisfleet.rollout.workshop import Workshop
from tests.flows.host import bad, ok, said
from tests.rollout.fake import FakeConnection, Heard, Network, hosts

SCRIPT = Script("deploy/updating", "'text'")
(HOST,) = hosts("web01")


class Bench:
    """A driver with everything around it within reach."""

    def __init__(self, folder: Path) -> None:
        self.network = Network()
        self.heard = Heard()
        self.stop = Signal()
        self.workshop = Workshop(folder / "cache")
        self.driver = Driver(HOST, self.network.connect, self.workshop, self.heard, lambda: 1.5, self.stop)

    def behave(self, *answers: Any) -> None:
        """What the scripts of the host do, one after another."""
        waiting = list(answers)

        def behaviour(_connection: FakeConnection, _script: Script) -> Any:
            answer = waiting.pop(0)
            if isinstance(answer, BaseException):
                raise answer
            return answer

        self.network.behaviours["web01"] = behaviour

    def drive(self, *instructions: Any) -> Outcome:
        def flow(_host: Host) -> Flow:
            for instruction in instructions:  # noqa: UP028 - a tuple cannot be sent the answers
                yield instruction
            return Outcome("ok")

        return self.driver.drive(flow)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.workshop.close()


def test_a_script_is_announced_run_and_told_step_by_step(bench: Bench) -> None:
    assert bench.drive(Run(SCRIPT, what_if=True)) == Outcome("ok")

    assert bench.heard.events[0] == ScriptStarted(1.5, "web01", SCRIPT.name, SCRIPT.sha256, True, "'text'")
    steps = [event.result.step for event in bench.heard.events if isinstance(event, StepFinished)]
    assert steps == ["Get-HostFact", "Get-HostLock"]
    assert [connection.closed for connection in bench.network.opened] == [True]


def test_content_is_streamed_and_counted(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"x" * 300_000)

    bench.drive(Run(SCRIPT, content=tmp_path / "a.zip"))

    (connection,) = bench.network.opened
    assert connection.received == b"x" * 300_000
    sent = [event for event in bench.heard.events if isinstance(event, ContentSent)]
    assert [(event.sent, event.total) for event in sent] == [(262_144, 300_000), (300_000, 300_000)]
    assert bench.driver.content_bytes == 300_000


def test_content_may_be_bytes(bench: Bench) -> None:
    bench.drive(Run(SCRIPT, content=b"'a job'"), Run(SCRIPT, content=b""))

    (connection,) = bench.network.opened
    assert connection.received == b"'a job'"
    assert bench.driver.content_bytes == 0  # no archive


def test_what_a_job_has_done_is_told_as_if_it_had_run_here(bench: Bench) -> None:
    job, steps = Script("restart/publishing", "'job'"), (ok("Lock-Host"), ok("Unlock-Host"))

    bench.drive(Tell(script=job), Tell(steps))

    assert bench.heard.of("web01") == ["ScriptStarted", "StepFinished", "StepFinished"]
    assert bench.heard.events[0] == ScriptStarted(1.5, "web01", job.name, job.sha256, False, job.text)
    assert bench.network.opened == []


def test_what_follows_a_job_is_no_news(bench: Bench) -> None:
    bench.drive(Run(SCRIPT, following=True))

    assert bench.network.opened[0].scripts == [SCRIPT.name]
    assert bench.heard.events == []


def test_a_job_is_followed_to_its_end_before_the_user_is_heeded(bench: Bench) -> None:
    def flow(_host: Host) -> Flow:
        yield Run(SCRIPT)
        bench.stop.set()
        yield Reconnect(following=True)
        yield Pause(0.05, following=True)
        yield Run(Script("job-poll", ""), following=True)
        yield Tell((ok("Unlock-Host"),))
        yield Run(Script("next", ""))
        return Outcome("ok")

    started = time.monotonic()
    assert bench.driver.drive(flow) == Outcome("interrupted")
    assert time.monotonic() - started >= 0.05
    assert [connection.scripts for connection in bench.network.opened] == [[SCRIPT.name], ["job-poll"]]


def test_a_flow_may_have_less_patience_with_a_host(bench: Bench) -> None:
    patient = HOST.connection.connect_timeout

    bench.drive(Reconnect(connect_timeout=5), Run(SCRIPT), Reconnect(connect_timeout=1000), Run(SCRIPT), Reconnect())

    assert [one.host.connection.connect_timeout for one in bench.network.opened] == [5, patient]


def test_a_pause_tells_the_time(bench: Bench) -> None:
    def flow(_host: Host) -> Flow:
        now = yield Pause(0)
        return Outcome("ok", data={"now": now})

    assert bench.driver.drive(flow) == Outcome("ok", data={"now": 1.5})


def upload_of(path: Path, there: int = 0) -> Upload:
    return Upload(path, there, lambda shard, sha256: Script("upload", f"'{shard.offset}{sha256}'"))


def test_uploads_add_up(bench: Bench, tmp_path: Path) -> None:
    for name, size in (("a.zip", 1000), ("b.zip", 500)):
        (tmp_path / name).write_bytes(b"x" * size)

    bench.drive(upload_of(tmp_path / "a.zip"), upload_of(tmp_path / "b.zip"))

    assert bench.driver.content_bytes == 1500
    assert bench.network.opened[0].scripts == ["upload", "upload"]


def test_requests_add_up_over_sessions(bench: Bench) -> None:
    bench.drive(Run(SCRIPT), Reconnect(), Run(SCRIPT), Run(SCRIPT))

    assert len(bench.network.opened) == 2
    assert bench.driver.requests == {"requests": 3, "receives": 0, "sends": 0, "bytes_sent": 0}


@pytest.mark.parametrize(
    ("error", "status", "kind", "message"),
    [
        (ConnectionFailed("web01", "no route", kind="unreachable", hint="look"), "unreachable", "unreachable", "web01"),
        (HostFailed("odd", hint="look"), "failed", None, "odd"),
        (OutcomeUnknown("lost", hint="look"), "unknown", "lost", "lost"),
        (ZeroDivisionError("x"), "failed", "bug", "iisfleet itself failed: ZeroDivisionError('x')"),
    ],
)  # fmt: skip
def test_errors_are_outcomes(bench: Bench, error: Exception, status: str, kind: str | None, message: str) -> None:
    bench.behave(error)

    ended = bench.drive(Run(SCRIPT))

    assert ended.status == status
    assert ended.failure is not None
    assert ended.failure.kind == kind
    assert ended.failure.message.startswith(message)
    assert bench.network.opened[0].closed


def test_a_flow_that_fails_to_begin_is_an_outcome_too(bench: Bench) -> None:
    def flow(_host: Host) -> Flow:
        raise RuntimeError("early")

    assert bench.driver.drive(flow).status == "failed"


def test_a_session_that_cannot_be_closed_is_an_outcome_too(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_connection: FakeConnection) -> None:
        raise RuntimeError("close")

    monkeypatch.setattr(FakeConnection, "close", fail)
    bench.behave(said())

    ended = bench.drive(Run(SCRIPT))

    assert ended.failure is not None
    assert (ended.status, ended.failure.kind) == ("failed", "bug")


def test_a_flow_may_handle_what_is_thrown_into_it(bench: Bench) -> None:
    bench.behave(OutcomeUnknown("lost"), said(bad("Unlock-Host", "updating")))

    def flow(_host: Host) -> Flow:
        try:
            yield Run(SCRIPT)
        except OutcomeUnknown:
            yield Reconnect()
            result = yield Run(SCRIPT)
            return Outcome("failed", step=result.failed.step)
        return Outcome("ok")

    assert bench.driver.drive(flow) == Outcome("failed", step="Unlock-Host")


def test_the_user_is_heeded_once_and_the_flow_may_clean_up(bench: Bench) -> None:
    done: list[str] = []

    def flow(_host: Host) -> Flow:
        yield Run(SCRIPT)
        bench.stop.set()
        try:
            yield Run(SCRIPT)
        except Interrupted:
            yield Pause(60)  # does not wait: the user has gone
            yield Run(Script("recover", ""))
            done.append("cleaned up")
            raise
        return Outcome("ok")

    assert bench.driver.drive(flow) == Outcome("interrupted")
    assert done == ["cleaned up"]
    assert bench.network.opened[0].scripts == [SCRIPT.name, "recover"]


def test_an_interrupted_host_is_never_connected_to(bench: Bench) -> None:
    bench.stop.set()

    assert bench.drive(Run(SCRIPT)) == Outcome("interrupted")
    assert bench.network.opened == []


def test_an_interruption_ends_an_upload_between_shards(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"x")

    def script_for(_shard: Shard, _sha256: str) -> Script:
        raise AssertionError("no shard goes out any more")

    original: Callable[..., Any] = bench.network.connect

    def connect(host: Host) -> Any:
        bench.stop.set()
        return original(host)

    driver = Driver(HOST, connect, bench.workshop, bench.heard, lambda: 0.0, bench.stop)

    def flow(_host: Host) -> Flow:
        yield Upload(tmp_path / "a.zip", 0, script_for)
        return Outcome("ok")

    assert driver.drive(flow) == Outcome("interrupted")


def test_abandoning_stops_what_runs_and_nothing_else(bench: Bench) -> None:
    bench.driver.abandon()  # nothing is open yet

    def behaviour(connection: FakeConnection, _script: Script) -> Any:
        bench.driver.abandon()
        return connection.until_stopped()

    bench.network.behaviours["web01"] = behaviour

    assert bench.drive(Run(SCRIPT)) == Outcome("interrupted")
