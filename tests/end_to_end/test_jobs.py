"""Jobs on hosts of the lab: whatever breaks, each one runs once, comes to an end, and its end is heard."""

import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event as Signal
from typing import Any

import pytest

from iisfleet.events import ScriptStarted, StepFinished
from iisfleet.flows import patience
from iisfleet.flows.jobs import WAIT, attach, job_folder, run_job
from iisfleet.flows.reboot import reboot
from iisfleet.inventory import Connection, Host, Secret
from iisfleet.remote.connection import ScriptResult
from iisfleet.remote.psrp import Limits, connect
from iisfleet.rendering import Script, SecretReference, render_script, render_steps
from iisfleet.rendering.deployment import lock_parameters
from iisfleet.rendering.release import RunInfo
from iisfleet.rollout.driver import Driver
from iisfleet.rollout.instructions import Flow, Instruction, Outcome, Run
from iisfleet.rollout.workshop import Workshop
from tests.rollout.fake import Heard
from winlab.fleet import Fleet, LabHost

RUN = RunInfo("20260102-030405-abcd", "ann@ctl", "ctl", 42, "restart")
HOUSE = r"C:\ProgramData\iisfleet"
GATE = rf"{HOUSE}\work"  # held by the test: then Lock-Host waits
QUICK = Limits(backoff=0.05, longest_backoff=0.1, receive_attempts=1, connect_attempts=1, closing=1)
SECRET = "hunter2 'and' \"more\""
Steps = Sequence[tuple[str, Mapping[str, Any]]]


class Bench:
    """One host of a lab, and controllers that come and go."""

    def __init__(self, fleet: Fleet, folder: Path) -> None:
        self.lab: LabHost = fleet.host("lab01")
        self.machine = self.lab.machine
        self.machine.power.pace = 0.1
        self.heard = Heard()
        self.stop = Signal()
        self._folder = folder
        self._drivers: list[Driver] = []
        endpoint = self.lab.endpoint
        settings = {"address": endpoint.address, "port": endpoint.port, "ssl": False, "auth": "ntlm"}
        limits = {"operation_timeout": 2, "read_timeout": 20, "connect_timeout": 5, "retry_timeout": 1}
        account = {"username": endpoint.username, "password": Secret.of(endpoint.password)}
        self.host = Host(name="lab01", connection=Connection(**settings, **limits, **account))

    def control(self, work: Callable[[Host], Generator[Instruction, Any, Any]]) -> Any:
        """What a flow answers that a controller runs. Raises what it fails with."""
        ends: list[Any] = []

        def flow(host: Host) -> Flow:
            ends.append((yield from work(host)))
            return Outcome("ok")

        workshop = Workshop(self._folder / "cache")
        driver = Driver(self.host, lambda h: connect(h, QUICK), workshop, self._hear, lambda: 0.0, self.stop)
        self._drivers.append(driver)
        outcome = driver.drive(flow)
        workshop.close()
        assert outcome.status == "ok", outcome.failure
        return ends[0]

    on_step: Callable[[str], None] = staticmethod(lambda _step: None)

    def _hear(self, event: Any) -> None:
        self.heard(event)
        if isinstance(event, StepFinished):
            self.on_step(event.result.step)

    @property
    def steps(self) -> list[str]:
        """What the record tells, of all controllers."""
        return [event.result.step for event in self.heard.events if isinstance(event, StepFinished)]

    @property
    def scripts(self) -> list[str]:
        return [event.script for event in self.heard.events if isinstance(event, ScriptStarted)]

    def left(self) -> list[str]:
        """Locks, saved states, secrets and tasks: there should be none."""
        files = list(self.machine.snapshot()["files"])
        kept = [path for path in files if path.startswith((rf"{HOUSE}\lock", f"{HOUSE}\\state\\"))]
        return [*kept, *(path for path in files if path.endswith("secrets.json")), *self.tasks]

    @property
    def tasks(self) -> list[str]:
        return [task["path"] for task in self.machine.tasks.all()]

    def texts(self) -> str:
        """All that stands in the folders of jobs."""
        folder = self.machine.path(rf"{HOUSE}\jobs")
        return "".join(f.read_text("utf-8") for f in folder.rglob("*") if f.is_file())


@pytest.fixture
def bench(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(patience, "_SHORTEST", 0.2)
    with Fleet(tmp_path / "lab", ["lab01"], engine=engine) as fleet:
        yield Bench(fleet, tmp_path)


def job(*steps: tuple[str, Mapping[str, Any]], back: Steps = ()) -> Script:
    return render_steps(steps, reverting=back, record=job_folder(RUN))


def locking(run: RunInfo) -> tuple[str, dict[str, Any]]:
    return "Lock-Host", lock_parameters(run)


LOCK = locking(RUN)
UNLOCK = ("Unlock-Host", {"Run": RUN.id})
BOOT = ("Get-HostBoot", dict[str, Any]())
POOL = ("Set-IisPool", {"Name": "Shop", "Environment": {"A": SecretReference("shop/A")}})
COMMIT = ("Complete-IisChange", dict[str, Any]())
SAVE = ("Save-IisState", {"Run": RUN.id, "Sites": [], "Pools": ["Shop"], "SslBindings": []})
RESTORE = ("Restore-IisState", {"Run": RUN.id})


def test_a_job_does_what_a_script_would(bench: Bench) -> None:
    secrets = {"shop/A": Secret.of(SECRET)}

    result = bench.control(lambda host: run_job(host, RUN, job(LOCK, POOL, COMMIT, UNLOCK), secrets=secrets))

    assert (result.failed, result.completed) == (None, True)
    assert [step.step for step in result.steps] == ["Lock-Host", "Set-IisPool", "Complete-IisChange", "Unlock-Host"]
    assert [c.path for step in result.steps for c in step.changes][-1] == "pool/Shop/environment/A"
    assert bench.machine.differs({"environment": {"Shop": {"A": SECRET}}}) == []
    assert bench.scripts == ["job-start/updating", "steps"]
    assert bench.steps == ["Start-HostJob", *(step.step for step in result.steps)]
    assert bench.left() == []
    assert "hunter2" not in bench.texts()
    assert bench.control(lambda host: run_job(host, RUN, job(BOOT))) == result  # at most once


def test_a_job_goes_on_while_the_connection_is_cut(bench: Bench) -> None:
    def cut(step: str) -> None:
        if step == "Get-HostBoot":
            bench.machine.power.end_sessions()
            bench.machine.fs.unlock(GATE)

    bench.machine.given({"files": {GATE: ""}, "locked": [GATE]})
    bench.on_step = cut

    result = bench.control(lambda host: run_job(host, RUN, job(BOOT, LOCK, BOOT, UNLOCK)))

    assert result.failed is None
    assert bench.steps == ["Start-HostJob", "Get-HostBoot", "Lock-Host", "Get-HostBoot", "Unlock-Host"]
    assert bench.left() == []


def test_the_first_ctrl_c_waits_for_the_end_of_a_job(bench: Bench) -> None:
    def press(step: str) -> None:
        if step == "Get-HostBoot":
            bench.stop.set()
            bench.machine.power.end_sessions()  # and even then
            bench.machine.fs.unlock(GATE)

    bench.machine.given({"files": {GATE: ""}, "locked": [GATE]})
    bench.on_step = press

    result = bench.control(lambda host: run_job(host, RUN, job(BOOT, LOCK, UNLOCK)))

    assert (result.failed, result.completed) == (None, True)
    assert [step.step for step in result.steps] == ["Get-HostBoot", "Lock-Host", "Unlock-Host"]


def test_another_controller_hears_the_end_of_a_job(bench: Bench) -> None:
    class Killed(Exception):
        pass

    def kill(step: str) -> None:
        if step == "Get-HostBoot":
            raise Killed

    def refuse(host: Host) -> Generator[Instruction, Any, ScriptResult]:
        other = RunInfo("20260102-030405-ffff", "bob@pc", "pc", 43, "install-bundle")
        return (yield from run_job(host, other, render_steps([BOOT], record=job_folder(other))))

    def wait(host: Host) -> Generator[Instruction, Any, ScriptResult]:
        look = yield Run(render_steps([("Get-HostJob", {"Id": None})]))
        found = look.steps[0].data["job"]
        assert (found["run"], found["task"], found["who"], found["state"]) == (RUN.id, "restart", "ann@ctl", "running")
        bench.machine.fs.unlock(GATE)
        return (yield from attach(host, found))

    bench.machine.given({"files": {GATE: ""}, "locked": [GATE]})
    bench.on_step = kill
    with pytest.raises(AssertionError, match="Killed"):
        bench.control(lambda host: run_job(host, RUN, job(BOOT, LOCK, UNLOCK)))
    bench.on_step = lambda _step: None

    refused = bench.control(refuse)
    result = bench.control(wait)

    assert refused.failed.error.kind == "locked"
    assert "restart of ann@ctl" in refused.failed.error.found
    assert [step.step for step in result.steps] == ["Get-HostBoot", "Lock-Host", "Unlock-Host"]
    assert result.completed
    assert bench.left() == []


def test_a_host_that_restarts_in_a_job_takes_it_back_by_itself(bench: Bench) -> None:
    before = bench.machine.snapshot()
    bench.machine.break_down("reboots", {"when": "job", "phase": "publishing", "after": 4})
    secrets = {"shop/A": Secret.of(SECRET)}
    steps = job(LOCK, SAVE, POOL, COMMIT, BOOT, UNLOCK, back=[RESTORE, UNLOCK])

    result = bench.control(lambda host: run_job(host, RUN, steps, secrets=secrets))

    assert result.failed is not None
    assert result.failed.error.kind == "interrupted"
    assert [step.step for step in result.steps if step.phase == "reverting"] == ["Restore-IisState", "Unlock-Host"]
    assert result.completed
    assert bench.machine.snapshot()["iis"] == before["iis"]
    assert bench.left() == []
    assert "hunter2" not in bench.texts()


def test_a_job_whose_process_is_ended_takes_it_back(bench: Bench) -> None:
    task = rf"\iisfleet\job-{RUN.id}"

    def end(step: str) -> None:
        if step == "Complete-IisChange":
            bench.machine.tasks.stop(task)
            assert bench.machine.tasks.wait(task, 30), "opened before, the gate would let it go on to the lock"
            bench.machine.fs.unlock(GATE)

    before = bench.machine.snapshot()
    bench.machine.given({"files": {GATE: ""}, "locked": [GATE]})
    bench.on_step = end
    secrets = {"shop/A": Secret.of(SECRET)}

    result = bench.control(
        lambda host: run_job(host, RUN, job(SAVE, POOL, COMMIT, LOCK, back=[RESTORE, UNLOCK]), secrets=secrets)
    )

    assert result.failed is not None
    assert result.failed.error.found == "its process ended (its time limit, or a person)"
    assert [step.step for step in result.steps if step.phase == "reverting"] == ["Restore-IisState", "Unlock-Host"]
    assert bench.machine.snapshot()["iis"] == before["iis"]
    assert bench.left() == []


def test_a_job_whose_start_was_not_answered_is_started_once(bench: Bench) -> None:
    bench.machine.break_down("cut-script", {"phase": "updating", "times": 1})

    result = bench.control(lambda host: run_job(host, RUN, job(LOCK, UNLOCK)))

    assert [step.step for step in result.steps] == ["Lock-Host", "Unlock-Host"]
    assert bench.texts().count('"Lock-Host"') == 1 + job(LOCK).text.count('"Lock-Host"')
    assert bench.left() == []


def test_a_job_whose_process_never_came_begins_at_last(bench: Bench) -> None:
    script = job(LOCK, UNLOCK)
    folder, found = job_folder(RUN), {"id": RUN.id, "task": "restart"}
    since = (datetime.now(UTC) - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")
    state = {**found, "run": RUN.id, "state": "registered", "since": since, "sequence": 1}
    files = {rf"{folder}\job.ps1": script.text, rf"{folder}\state.json": json.dumps(state)}
    bench.machine.given({"files": files})

    result = bench.control(lambda host: attach(host, found))

    assert (result.failed, result.completed) == (None, True)
    assert [step.step for step in result.steps] == ["Lock-Host", "Unlock-Host"]


def test_of_two_controllers_one_starts_its_job(bench: Bench) -> None:
    others = [replace(RUN, id=f"20260102-030405-{number}") for number in (1, 2)]
    scripts = {
        run.id: render_steps([locking(run), ("Unlock-Host", {"Run": run.id})], record=job_folder(run)) for run in others
    }
    bench.machine.given({"files": {GATE: ""}, "locked": [GATE]})

    def start(run: RunInfo) -> ScriptResult:
        result = bench.control(lambda host: run_job(host, run, scripts[run.id]))
        if result.failed:
            bench.machine.fs.unlock(GATE)  # only now does the other's job go on
        assert isinstance(result, ScriptResult)
        return result

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(start, others))

    refused, done = sorted(results, key=lambda result: result.failed is None)
    assert refused.failed is not None
    assert refused.failed.error is not None
    assert refused.failed.error.kind == "locked"
    assert (done.failed, done.completed) == (None, True)


def test_a_host_is_restarted_and_awaited(bench: Bench) -> None:
    before = bench.machine.power.boot

    failure = bench.control(lambda host: reboot(host, RUN, minutes=1))

    assert failure is None
    assert bench.machine.power.boot != before


def test_nothing_new_costs_three_requests_in_ten_seconds(bench: Bench) -> None:
    """A poll: Command, Receive (a second one if the end comes apart), and the Signal that frees the pipeline."""
    state = {"id": "r1", "state": "registered", "since": "2999-01-01T00:00:00.0000000Z"}
    bench.machine.given({"files": {rf"{HOUSE}\jobs\r1\state.json": json.dumps(state)}})
    script = render_script("job-poll", ["starting"], {"id": "r1", "offset": 0, "wait": 1, "keep": 5})
    costs: list[int] = []

    def poll(_host: Host) -> Generator[Instruction, Any, None]:
        for _ in range(2):
            yield Run(script)
            costs.append(bench._drivers[-1].requests["requests"])

    bench.control(poll)

    assert (costs[1] - costs[0]) * 10 / WAIT <= 3
