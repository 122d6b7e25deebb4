"""Runs beside each other, runs that are interrupted, and runs on a part of the hosts."""

import re
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.observing import Going, going, left_behind, one_host, steps_done
from tests.end_to_end.station import Station

SECOND = "This is second"
HOSTS = ("lab01", "lab02", "lab03")


@pytest.fixture
def live(emulated: Station) -> Station:
    """Release 1 is live on one host."""
    one_host(emulated, timeout=4)
    assert emulated.deploy().code == 0
    return emulated


@pytest.fixture
def second(live: Station) -> Path:
    return live.release("second")


def _deploying(package: Path) -> tuple[str, ...]:
    return ("deploy", "--env", "lab", "--package", str(package))


def test_a_second_run_is_refused_while_the_first_holds_the_host(live: Station, second: Path) -> None:
    _patient(live)
    live.break_down("failing-health")
    with going(live, *_deploying(second)) as first:
        first.until_step("Start-IisSite")

        refused = live.type(*_deploying(second))
        back = live.type("rollback", "--env", "lab")
        status = live.type("status", "--env", "lab")
        plan = live.type("plan", "--env", "lab", "--package", str(second))

        assert first.process.poll() is None, "the first run ended too soon for this test"
        for typed in (refused, back):
            assert typed.code == 5, typed.text
            assert re.search(rf"lab01: LOCKED in Get-HostLock: The host is locked by run {first.run}", typed.out)
            assert re.search(r"found: +\S+@\S+ at \S+ since \d{4}-\d\d-\d\dT\S+: deploy", typed.out)
            assert "next:     Wait until that run has ended" in typed.out
        assert status.code == 0, status.text
        assert f"locked by run {first.run}" in status.out
        assert plan.code == 0, plan.text
        live.repair()
        assert first.ended().code == 0
    assert left_behind(live) == []
    assert SECOND in live.served("lab01")


def _patient(station: Station) -> None:
    """A gate that waits for the test."""
    station.edit_inventory(lambda data: data["groups"]["web"]["sites"]["Hello"]["health"].update(timeout=60))


STEPS = ["Lock-Host", "Expand-Release", "Save-IisState", "Complete-IisChange", "Start-IisSite", "Add-JournalEntry"]


@pytest.mark.parametrize("step", STEPS)
def test_ctrl_c_lets_the_script_end_and_frees_the_host(live: Station, second: Path, step: str) -> None:
    live.break_down("latency", seconds=0.05)
    with going(live, *_deploying(second)) as deploy:
        deploy.until_step(step)
        deploy.process.send_signal(signal.SIGINT)
        ended = deploy.ended()

    assert ended.code in (0, 6), ended.text
    assert left_behind(live) == []
    assert (SECOND in live.served("lab01")) is _went_live(deploy)
    assert "locked" not in live.type("status", "--env", "lab").out
    live.repair()
    assert live.deploy("--package", str(second)).code == 0
    assert SECOND in live.served("lab01")


def _went_live(run: Going) -> bool:
    steps = steps_done(run.events())
    return "Add-JournalEntry" in steps and "Restore-IisState" not in steps


def test_ctrl_c_during_the_plan_changes_nothing(live: Station, second: Path) -> None:
    before = live.snapshot("lab01")
    live.break_down("latency", seconds=0.2)
    with going(live, *_deploying(second)) as deploy:
        deploy.until(lambda events: any(event["event"] == "script_started" for event in events))
        deploy.process.send_signal(signal.SIGINT)
        ended = deploy.ended()

    assert ended.code == 6, ended.text
    assert live.snapshot("lab01") == before


def test_a_second_ctrl_c_leaves_at_once_and_says_what_is_left_where(live: Station, second: Path) -> None:
    _patient(live)
    live.break_down("failing-health")
    with going(live, *_deploying(second)) as deploy:
        deploy.until_step("Start-IisSite")
        deploy.process.send_signal(signal.SIGINT)
        deploy.until(lambda events: events[-1]["event"] == "run_interrupted")
        deploy.process.send_signal(signal.SIGINT)
        ended = deploy.ended()

    assert ended.code == 6, ended.text
    assert "left at once; hosts in the middle of it: lab01" in ended.err
    assert "taken back by the next deploy; invoke status shows it" in " ".join(ended.err.split())
    assert f"to go on: invoke deploy --env lab --package {second} --resume {deploy.run}" in ended.err
    live.repair()
    completed = live.deploy("--package", str(second))
    assert completed.code == 0, completed.text
    assert left_behind(live) == []
    assert SECOND in live.served("lab01")


@pytest.fixture
def three(emulated: Station) -> Station:
    """Release 1 is live on three hosts."""

    def change(data: dict[str, Any]) -> None:
        data["groups"]["web"]["sites"]["Hello"]["health"].update(timeout=1, interval=0.2)

    emulated.edit_inventory(change)
    assert emulated.deploy().code == 0
    return emulated


def test_a_failing_canary_spares_the_other_hosts(three: Station) -> None:
    second = three.release("second")
    three.break_down("failing-health", "lab01")
    before = {name: three.snapshot(name) for name in HOSTS[1:]}

    typed = three.deploy("--package", str(second), "--batch", "1")

    assert typed.code == 2, typed.text
    assert [typed.hosts[name]["status"] for name in HOSTS] == ["failed", "skipped", "skipped"]
    assert typed.hosts["lab01"]["reverted"]
    assert {name: three.snapshot(name) for name in HOSTS[1:]} == before
    assert left_behind(three) == []
    assert not any(SECOND in three.served(name) for name in HOSTS)


def test_a_batch_at_a_time_reaches_all(three: Station) -> None:
    typed = three.deploy("--package", str(three.release("second")), "--batch", "2")

    assert typed.code == 0, typed.text
    assert all(SECOND in three.served(name) for name in HOSTS)


@pytest.mark.parametrize(
    ("limit", "chosen"),
    [("lab02", {"lab02"}), ("lab01,lab03", {"lab01", "lab03"}), ("web", set(HOSTS)), ("lab0[12]", {"lab01", "lab02"})],
)
def test_a_limit_names_hosts_groups_and_globs(three: Station, limit: str, chosen: set[str]) -> None:
    typed = three.deploy("--package", str(three.release("second")), "--limit", limit)

    assert typed.code == 0, typed.text
    assert set(typed.hosts) == chosen
    assert {name for name in HOSTS if SECOND in three.served(name)} == chosen


def test_one_host_that_cannot_be_reached_does_not_hide_the_others(three: Station) -> None:
    three.break_down("unauthorised", "lab02")

    typed = three.deploy("--package", str(three.release("second")))

    assert typed.code == 3, typed.text
    assert [typed.hosts[name]["status"] for name in HOSTS] == ["changed", "unreachable", "changed"]
    assert [SECOND in three.served(name) for name in HOSTS] == [True, False, True]
