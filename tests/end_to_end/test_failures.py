"""Whatever fails, every host serves a release that worked, and a person is told what to do."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.end_to_end.station import Station

SECOND = "This is second"


def impatient(station: Station) -> None:
    """A gate that gives up soon."""
    station.edit_inventory(
        lambda data: data["groups"]["web"]["sites"]["Hello"]["health"].update(timeout=2, interval=0.2)
    )


def patient(station: Station) -> None:
    """A gate that a real application has time to pass on a busy machine."""
    station.edit_inventory(lambda data: data["groups"]["web"]["sites"]["Hello"]["health"].update(timeout=60))


@pytest.fixture
def second(station: Station) -> Path:
    """Release 1 is live everywhere; this is release 2."""
    first = station.deploy()
    assert first.code == 0, first.text
    impatient(station)
    return station.release("second")


def test_a_failing_health_gate_reverts_every_host(station: Station, second: Path) -> None:
    before = {name: station.snapshot(name)["iis"] for name in ("lab01", "lab02", "lab03")}
    station.break_down("failing-health")

    typed = station.type("deploy", "--env", "lab", "--package", str(second))

    assert typed.code == 2
    for name in before:
        assert f"{name}: FAILED in Test-SiteHealth" in typed.out
        assert SECOND not in station.served(name)
        assert station.snapshot(name)["iis"]["sites"] == before[name]["sites"]
    for word in ("expected:", "status 200", "found:", "next:", "record:", "the host itself has put back"):
        assert word in typed.out
    station.repair()
    patient(station)
    again = station.deploy("--package", str(second))
    assert again.code == 0, again.text


# Where a connection is cut: before this many steps of the phase are told.
CUTS = [("updating", 0), ("updating", 2), ("publishing", 0), ("publishing", 3), ("verifying", 0), ("finishing", 0)]


@pytest.mark.parametrize(("phase", "after"), CUTS)
def test_a_connection_that_is_cut_once_is_mended(emulated: Station, phase: str, after: int) -> None:
    emulated.deploy("--limit", "lab01")
    second = emulated.release("second")
    emulated.break_down("cut-script", "lab01", phase=phase, after=after, times=1)

    typed = emulated.deploy("--limit", "lab01", "--package", str(second))

    assert typed.code == 0, typed.text
    assert SECOND in emulated.served("lab01")


@pytest.mark.thorough
@pytest.mark.parametrize(("phase", "after"), CUTS)
def test_a_connection_that_stays_cut_leaves_a_host_that_the_next_deploy_completes(
    emulated: Station, phase: str, after: int
) -> None:
    emulated.deploy("--limit", "lab01")
    second = emulated.release("second")
    emulated.break_down("cut-script", "lab01", phase=phase, after=after, times=1000)
    emulated.edit_inventory(lambda data: data["defaults"]["connection"].update(ask_timeout=4, retry_timeout=1))

    typed = emulated.deploy("--limit", "lab01", "--package", str(second))

    assert typed.code in (0, 2), typed.text
    assert emulated.served("lab01")
    emulated.repair()
    completed = emulated.deploy("--limit", "lab01", "--package", str(second))
    assert completed.code == 0, completed.text
    assert SECOND in emulated.served("lab01")
    assert emulated.deploy("--limit", "lab01", "--package", str(second)).hosts["lab01"]["changes"] == []


KILLS = ["Lock-Host", "Expand-Release", "Save-IisState", "Complete-IisChange", "Test-SiteHealth", "Add-JournalEntry"]


# The real engine is slow: every second of them.
KILLED = [*(("emulated", step) for step in KILLS), *(("pwsh", step) for step in KILLS[1::2])]


@pytest.mark.thorough
@pytest.mark.parametrize(("engine", "step"), KILLED, indirect=["engine"])
def test_a_controller_that_is_killed_leaves_a_host_that_the_next_deploy_completes(station: Station, step: str) -> None:
    station.deploy("--limit", "lab01")
    second = station.release("second")
    station.break_down("latency", "lab01", seconds=0.05)
    words = station.words("deploy", "--env", "lab", "--limit", "lab01", "--package", str(second))
    known = set((station.folder / ".iisfleet" / "runs").iterdir())

    process = subprocess.Popen(
        words, cwd=station.folder, env=station.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _await_step(station.folder / ".iisfleet" / "runs", known, step, process)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(20)

    station.repair()
    completed = station.deploy("--limit", "lab01", "--package", str(second))
    assert completed.code == 0, completed.text
    assert SECOND in station.served("lab01")
    last = station.deploy("--limit", "lab01", "--package", str(second)).hosts["lab01"]
    assert (last["status"], last["changes"]) == ("ok", [])


def _await_step(runs: Path, known: set[Path], step: str, process: "subprocess.Popen[bytes]") -> None:
    """Until the run's record tells the step, outside a plan."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        for folder in set(runs.iterdir()) - known:
            if _told(folder / "events.jsonl", step):
                return
        time.sleep(0.005)  # a file of another process: there is no event to await
    assert process.poll() is not None, f"{step} was never told"


def _told(file: Path, step: str) -> bool:
    if not file.exists():
        return False
    planning = False
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            return False
        if event["event"] == "script_started":
            planning = event["what_if"]
        if event["event"] == "step_finished" and event["result"]["step"] == step and not planning:
            return True
    return False
