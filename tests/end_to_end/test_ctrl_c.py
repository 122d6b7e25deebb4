"""Ctrl-C, or a cancelled pipeline, in a deploy: once asks, twice leaves; the next deploy finds a sound host."""

import signal
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.observing import going, left_behind
from tests.end_to_end.station import Station

ONE = ("--limit", "lab01")


@pytest.fixture
def second(emulated: Station) -> Path:
    """A second release, for a host that serves the first one; each request takes its time."""
    assert emulated.deploy(*ONE).code == 0
    emulated.break_down("latency", "lab01", seconds=0.1)
    return emulated.release("second")


def completes(station: Station, package: Path) -> None:
    station.repair()
    again = station.deploy(*ONE, "--package", str(package))
    assert again.code == 0, again.text
    assert "This is second" in station.served("lab01")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_once_lets_the_script_end_and_goes_no_further(emulated: Station, second: Path, number: signal.Signals) -> None:
    with going(emulated, "deploy", "--env", "lab", *ONE, "--package", str(second)) as deploying:
        deploying.until_script("deploy/updating")
        deploying.process.send_signal(number)
        typed = deploying.ended()

    assert typed.code == 6, typed.text
    assert "lab01: INTERRUPTED" in typed.out
    assert "This is second" not in emulated.served("lab01")
    emulated.repair()
    assert left_behind(emulated) == []
    status = emulated.type("status", "--env", "lab", *ONE, "--json").hosts["lab01"]["data"]
    assert (status["lock"], status["unfinished"]) == (None, None)
    completes(emulated, second)


def test_twice_leaves_at_once_and_says_where(emulated: Station, second: Path) -> None:
    with going(emulated, "deploy", "--env", "lab", *ONE, "--package", str(second)) as deploying:
        deploying.until_step("Lock-Host")
        emulated.break_down("latency", "lab01", seconds=5)
        while deploying.process.poll() is None:
            deploying.process.send_signal(signal.SIGINT)
            try:
                deploying.process.wait(4)  # the farewell takes two seconds at most
            except subprocess.TimeoutExpired:
                continue
        typed = deploying.ended()

    assert typed.code == 6, typed.text
    assert "left at once; hosts in the middle of it: lab01" in typed.err
    completes(emulated, second)


def test_what_was_done_is_told_though_nobody_waits_for_it(emulated: Station, second: Path) -> None:
    with going(emulated, "deploy", "--env", "lab", *ONE, "--package", str(second)) as deploying:
        deploying.until(lambda events: any(event["event"] == "run_finished" for event in events))
        deploying.process.send_signal(signal.SIGINT)
        typed = deploying.ended()

    assert typed.code == 0, typed.text
    assert "lab01: changed, " in typed.out
    assert "This is second" in emulated.served("lab01")
