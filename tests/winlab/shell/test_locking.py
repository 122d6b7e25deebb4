"""Lock-Host among sessions: a script that is at work is waited for, whoever has died meanwhile."""

import threading
from pathlib import Path
from typing import Any

import pytest

from winlab.shell.handlers import Session, StepFailure, StepOutcome, handler_of
from winlab.windows.machine import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine.create(tmp_path / "web01", "web01", "bare")


def lock(session: Session, run: str, **more: Any) -> StepOutcome:
    parameters = {"Run": run, "Who": "anna", "Controller": "ops01", "ProcessId": 1, "Why": "deploy", **more}
    return handler_of("Lock-Host")(session, parameters)


def end(session: Session) -> None:
    for release in reversed(session.at_end):
        release()


def test_a_dead_runs_script_is_waited_for(machine: Machine) -> None:
    old, new = Session(machine), Session(machine)
    lock(old, "r1")
    outcomes: list[StepOutcome] = []
    waiting = threading.Thread(target=lambda: outcomes.append(lock(new, "r2", Supersedes="r1")))
    waiting.start()
    waiting.join(0.3)

    assert outcomes == [], "it must not take the lock while the script is at work"

    end(old)
    waiting.join(10)

    assert "run r1" in outcomes[0].warnings[0]


def test_the_wait_has_an_end(machine: Machine) -> None:
    lock(Session(machine), "r1")

    with pytest.raises(StepFailure, match="still at work") as failure:
        lock(Session(machine), "r2", Supersedes="r1", TimeoutSeconds=0)

    assert failure.value.kind == "locked"


def test_a_stopped_script_stops_waiting(machine: Machine) -> None:
    lock(Session(machine), "r1")
    stopped = Session(machine)
    stopped.stopped.set()

    with pytest.raises(StepFailure, match="still at work"):
        lock(stopped, "r2", Supersedes="r1")


def test_a_session_that_ended_leaves_a_lock_that_is_replaced(machine: Machine) -> None:
    first = Session(machine)
    lock(first, "r1")
    end(first)
    with pytest.raises(StepFailure, match="locked by run r1"):
        lock(Session(machine), "r2")
    assert first.process is not None
    machine.processes.end(first.process.pid)

    outcome = lock(Session(machine), "r2")

    assert "left behind" in outcome.warnings[0]


def test_the_scripts_of_one_run_follow_each_other(machine: Machine) -> None:
    for _ in range(2):
        session = Session(machine)

        assert lock(session, "r1").warnings == []

        end(session)
