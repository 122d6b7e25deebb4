"""Rollbacks: which release, and how it goes live again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iisfleet import flows
from iisfleet.flows.rollback import release_before
from iisfleet.rollout.instructions import Run
from tests.declared import RUN, declared
from tests.flows.host import LOCK, bad, journal, ok, play, said, served
from winlab.shell.reader import read_script

HELLO = declared("simple")
JOB = flows.Job(RUN, {})
KEPT = [{"id": "1", "manifest": "a" * 64}, {"id": "2", "manifest": "b" * 64}]
LIVE = "Run deploy/publishing+verifying+finishing"


@pytest.mark.parametrize(
    ("events", "current", "before"),
    [
        ("d1", "1", None),
        ("d1 d2", "2", "1"),
        ("d1 d2 d3 b2", "2", "1"),
        ("d1 d2 d3 b2 b1", "1", None),
        ("d1 d2 d3 b2 d4", "4", "2"),
        ("d1 d2 d3 d1", "1", "3"),
        ("d1 d2 d2 d2", "2", "1"),
        ("d1 d2 r3", "2", "1"),
        ("d1 d2", "3", None),
        ("d1 d2", None, None),
        ("", "1", None),
        ("b9 d1 d2", "2", "1"),
    ],
)
def test_what_was_live_before(events: str, current: str | None, before: str | None) -> None:
    kinds = {"d": "deployed", "b": "rolled-back", "r": "reverted"}

    assert release_before(current, [(kinds[word[0]], word[1:]) for word in events.split()]) == before


@given(st.lists(st.sampled_from("abcd"), max_size=12))
def test_rollbacks_go_back_step_by_step_to_the_first(deployed: list[str]) -> None:
    """After any deploys, rolling back again and again visits each earlier release once, the newest first."""
    history = [release for n, release in enumerate(deployed) if n == 0 or deployed[n - 1] != release]
    events = [("deployed", release) for release in deployed]
    current = history[-1] if history else None
    visited = [current]
    while before := release_before(current, events):
        events.append(("rolled-back", before))
        current = before
        visited.append(current)
        assert len(visited) <= len(history)

    assert visited == (history[::-1] or [None])


def looked_back(*steps: Any, current: str = "2", lock: Any = None, unfinished: Any = None) -> Any:
    held = ok("Get-HostLock", {"lock": lock, "unfinished": unfinished})
    manifest = {one["id"]: one["manifest"] for one in KEPT}.get(current)
    return said(held, *steps, served(release=current, manifest=manifest, releases=KEPT))


def test_the_release_before_goes_live_again() -> None:
    before = looked_back(journal(("deployed", "1"), ("deployed", "2")))

    played = play(flows.rollback(HELLO, JOB), before, said())

    assert played.kinds == ["Run history/starting", LIVE]
    assert (played.ended.status, played.ended.data) == ("changed", {"releases": {"Hello": "1"}})
    live = played.asked[1]
    assert isinstance(live, Run)
    steps = {step.name: step for phase in read_script(live.script.text).phases for step in phase.steps}
    assert steps["Set-IisSite"].parameters["PhysicalPath"] == r"C:\inetpub\hello\releases\1"
    assert steps["Set-IisPool"].parameters["Enable32Bit"] is None
    assert steps["Test-SiteHealth"].parameters["ExpectNewWorker"] is True
    assert steps["Add-JournalEntry"].parameters["Entry"]["event"] == "rolled-back"


@pytest.mark.parametrize(
    "answer",
    [
        looked_back(journal(("deployed", "1")), current="1"),
        looked_back(journal(("deployed", "0"), ("deployed", "2"))),  # 0 is no longer kept
        looked_back(ok("Get-Journal", {"entries": None})),
    ],
)
def test_nothing_to_go_back_to(answer: Any) -> None:
    ended = play(flows.rollback(HELLO, JOB), answer).ended

    assert (ended.status, ended.failure and ended.failure.kind) == ("failed", "rollback")
    assert ended.failure is not None
    assert ended.failure.message.startswith("Hello has no earlier release")


def test_a_rollback_that_fails_is_told() -> None:
    before = looked_back(journal(("deployed", "1"), ("deployed", "2")))
    failure = said(bad("Test-SiteHealth", "verifying", "health"), ok("Restore-IisState", phase="reverting"))

    ended = play(flows.rollback(HELLO, JOB), before, failure).ended

    assert (ended.status, ended.step, ended.reverted) == ("failed", "Test-SiteHealth", True)


def test_a_journal_that_cannot_be_read() -> None:
    ended = play(flows.rollback(HELLO, JOB), said(bad("Get-Journal", "starting"))).ended

    assert (ended.status, ended.step) == ("failed", "Get-Journal")


def test_a_living_run_is_left_alone_and_a_dead_one_is_recovered() -> None:
    events = journal(("deployed", "1"), ("deployed", "2"))
    dead = {**LOCK, "sessionAlive": False}

    assert play(flows.rollback(HELLO, JOB), looked_back(events, lock=LOCK)).ended.status == "locked"
    played = play(
        flows.rollback(HELLO, JOB), looked_back(events, lock=dead, unfinished="x"), said(), looked_back(events), said()
    )

    assert played.kinds == ["Run history/starting", "Run recover/updating", "Run history/starting", LIVE]
    assert played.ended.status == "changed"
