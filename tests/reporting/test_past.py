"""What became of an earlier run, from its record."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from iisfleet.events import (
    CallFinished,
    Event,
    GateDecided,
    GateLed,
    HostFinished,
    RevertStarted,
    RunFinished,
    RunStarted,
    event_fields,
    event_name,
)
from iisfleet.reporting.past import Past, load_past
from iisfleet.results import StepFailure

STARTED = RunStarted(0.0, "r1", "deploy", "it", ("a", "b", "c", "d"), "me", packages={"Hello": "abc"})
EVENTS = [
    STARTED,
    HostFinished(1.0, "a", "changed"),
    HostFinished(1.0, "b", "unreachable"),
    GateDecided(1.0, "a", "run-once/Hello", True),
    HostFinished(2.0, "d", "ok"),
    HostFinished(3.0, "a", "reverted"),
]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    (tmp_path / "r1").mkdir()
    return tmp_path / "r1" / "events.jsonl"


def write(record: Path, *events: Event, rest: str = "") -> None:
    lines = [json.dumps({**event_fields(event), "event": event_name(event)}) for event in events]
    record.write_text("\n".join(lines) + rest, encoding="utf-8")


def test_the_last_end_of_a_host_counts(record: Path) -> None:
    write(record, *EVENTS)

    past = load_past(record.parents[1], "r1")

    assert past == Past(
        "r1", "deploy", "it", ("a", "b", "c", "d"), {"Hello": "abc"},
        {"a": "reverted", "b": "unreachable", "d": "ok"}, ("run-once/Hello",), ended=False,
    )  # fmt: skip
    assert (past.done, past.left) == (("d",), ("a", "b", "c"))


@pytest.mark.parametrize("rest", ["", '\n{"event": "host_fin'])
def test_a_record_may_be_cut_off(record: Path, rest: str) -> None:
    write(record, STARTED, RunFinished(9.0, 0), rest=rest)

    past = load_past(record.parents[1], "r1")

    assert past is not None
    assert past.ended
    assert past.left == ("a", "b", "c", "d")


def test_a_gate_that_a_run_has_opened_stays_open_for_all_that_complete_it(record: Path) -> None:
    second = record.parents[1] / "r2" / "events.jsonl"
    second.parent.mkdir()
    write(record, STARTED, GateLed(1.0, "a", "run-once/Hello"), GateDecided(1.0, "a", "run-once/Hello", True))
    write(second, replace(STARTED, run="r2", hosts=("b",), resumes="r1"))

    past = load_past(record.parents[1], "r2")

    assert past is not None
    assert (past.passed, past.led, past.hosts) == (("run-once/Hello",), {}, ("b",))


def test_a_host_that_is_out_of_rotation_still_is_known_until_it_is_back(record: Path) -> None:
    failed = StepFailure("the load balancer is down")
    ways = [("a", "drain.out", None), ("b", "drain.out", None), ("b", "drain.back", None), ("a", "drain.back", failed)]
    write(record, STARTED, *(CallFinished(1.0, host, call, failure) for host, call, failure in ways))

    past = load_past(record.parents[1], "r1")

    assert past is not None
    assert past.drained == {"a"}


def test_who_was_at_a_gate_when_the_run_died_is_known(record: Path) -> None:
    write(
        record, STARTED, GateLed(1.0, "a", "run-once/Hello"), HostFinished(1.0, "a", "failed"), GateLed(2.0, "c", "x")
    )

    past = load_past(record.parents[1], "r1")

    assert past is not None
    assert past.led == {"run-once/Hello": "a", "x": "c"}


def test_a_host_that_was_being_put_back_is_not_done(record: Path) -> None:
    ended = [HostFinished(1.0, name, "changed") for name in ("a", "b", "c")]
    write(record, STARTED, *ended, RevertStarted(2.0, ("a", "b"), "c failed"), HostFinished(3.0, "b", "changed"))

    past = load_past(record.parents[1], "r1")

    assert past is not None
    assert past.done == ("b", "c")


def test_no_record_is_no_run(record: Path) -> None:
    assert load_past(record.parents[1], "r1") is None
    assert load_past(record.parents[1], "r2") is None
