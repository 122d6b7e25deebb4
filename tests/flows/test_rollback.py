"""Rollbacks: which release, and how it goes live again."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iisfleet import flows
from iisfleet.flows.rollback import release_before
from iisfleet.results import Change
from iisfleet.rollout.instructions import Instruction, Run
from tests.declared import RUN, declared
from tests.flows.host import LOCK, bad, journal, ok, play, said, served
from winlab.shell.reader import read_script

HELLO = declared("simple")
ORDER = flows.RollbackOrder(RUN)
KEPT: list[dict[str, Any]] = [
    {"id": "1", "manifest": "a" * 64, "settings": True, "pool": "Old"},
    {"id": "2", "manifest": "b" * 64, "settings": False, "pool": None},
]
LOOK, PLAN = "Run history/starting", "Run deploy/starting+publishing+finishing"
LIVE = "Run deploy/publishing+verifying+finishing"
GUARDED = ok("Get-HostGuard", {"installed": True, "guards": []})


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
        ("a1 d2", "2", "1"),
        ("d1 d2 b9", "9", "2"),
    ],
)
def test_what_was_live_before(events: str, current: str | None, before: str | None) -> None:
    kinds = {"d": "deployed", "b": "rolled-back", "r": "reverted", "a": "adopted"}

    assert release_before(current, [(kinds[word[0]], word[1:]) for word in events.split()]) == before


@given(st.lists(st.sampled_from("abcd"), max_size=12))
def test_rollbacks_go_back_step_by_step_to_the_first(deployed: list[str]) -> None:
    """After any deploys, rolling back again and again visits each earlier release once, the newest first."""
    history = [release for n, release in enumerate(deployed) if n == 0 or deployed[n - 1] != release]
    events = [("deployed", release) for release in deployed]
    current = history[-1] if history else None
    visited: list[str | None] = [current]
    while before := release_before(current, events):
        events.append(("rolled-back", before))
        current = before
        visited.append(current)
        assert len(visited) <= len(history)

    assert visited == (history[::-1] if history else [None])


def looked_back(*steps: Any, current: str = "2", lock: Any = None, unfinished: Any = None) -> Any:
    held = ok("Get-HostLock", {"lock": lock, "unfinished": unfinished})
    manifest = {one["id"]: one["manifest"] for one in KEPT}.get(current)
    return said(held, *steps, served(release=current, manifest=manifest, releases=KEPT))


BEFORE = looked_back(journal(("deployed", "1"), ("deployed", "2")))
CHANGES = (Change("pool/Old", None, "present"), Change("site/Hello/physicalPath", "2", "1"))
PLANNED = said(GUARDED, ok("Set-ReleaseSettings", phase="publishing", changes=CHANGES))


def steps_of(asked: Instruction) -> dict[str, Any]:
    assert isinstance(asked, Run)
    return {step.name: step.parameters for phase in read_script(asked.script.text).phases for step in phase.steps}


def test_the_release_before_goes_live_again_with_its_settings() -> None:
    played = play(flows.rollback(HELLO, ORDER), BEFORE, PLANNED, said())

    assert played.kinds == [LOOK, PLAN, LIVE]
    assert (played.ended.status, played.ended.data) == ("changed", {"releases": {"Hello": "1"}})
    steps = steps_of(played.asked[2])
    assert not {"Set-IisSite", "Set-IisPool", "Expand-Release"} & set(steps)
    assert steps["Save-IisState"]["Pools"] == ["Old"]
    assert steps["Set-ReleaseSettings"]["PhysicalPath"] == r"C:\inetpub\hello\releases\1"
    assert steps["Set-SiteFolder"]["KeepAccess"] is True
    assert (steps["Test-SiteHealth"]["Pool"], steps["Test-SiteHealth"]["ExpectNewWorker"]) == ("Old", True)
    assert steps["Add-JournalEntry"]["Entry"][0]["event"] == "rolled-back"
    assert steps["Save-ReleaseSettings"]["Pool"] == "Old"


def test_the_kept_release_is_proven_in_the_plan_and_before_anything_is_changed() -> None:
    played = play(flows.rollback(HELLO, ORDER), BEFORE, PLANNED, said())

    kept = {"Target": "Hello", "Path": r"C:\inetpub\hello", "Release": "1", "ManifestSha256": "a" * 64}
    assert steps_of(played.asked[1])["Assert-Release"] == steps_of(played.asked[2])["Assert-Release"] == kept
    assert list(steps_of(played.asked[2]))[:2] == ["Lock-Host", "Assert-Release"]


def test_a_release_that_was_tampered_with_is_refused_by_the_plan() -> None:
    played = play(flows.rollback(HELLO, ORDER), BEFORE, said(bad("Assert-Release", "publishing", "tampered")))

    assert played.kinds == [LOOK, PLAN]
    assert (played.ended.status, played.ended.step) == ("failed", "Assert-Release")


def test_the_health_gate_asks_where_the_site_listens_then() -> None:
    kept = [{**KEPT[0], "bindings": ["net.tcp 808:* 0", "https [fd00::1]:8443:old.lab 1", "http *:81: 0"]}]
    held = ok("Get-HostLock", {"lock": None, "unfinished": None})
    looked = said(held, ok("Get-Journal", {"entries": []}), served(releases=kept))

    played = play(flows.rollback(HELLO, replace(ORDER, release="1")), looked, PLANNED, said())

    steps = steps_of(played.asked[2])
    for check in (steps["Test-HiddenFile"], *steps["Test-SiteHealth"]["Checks"]):
        found = {name: check[name] for name in ("Protocol", "Address", "Port", "HostName")}
        assert found == {"Protocol": "https", "Address": "fd00::1", "Port": 8443, "HostName": "old.lab"}


def test_a_site_that_was_written_otherwise_has_the_same_history() -> None:
    looked = looked_back(journal(("deployed", "1"), ("deployed", "2"), target="HELLO"))

    assert play(flows.rollback(HELLO, replace(ORDER, plan=True)), looked, PLANNED).ended.status == "changed"


def test_without_saved_settings_those_of_the_inventory_are_used() -> None:
    played = play(flows.rollback(HELLO, replace(ORDER, release="2")), BEFORE, PLANNED, said())

    assert played.ended.warnings == (
        "Hello: the settings of release 2 were not saved: those of the inventory are used",
    )
    steps = steps_of(played.asked[2])
    assert "Set-ReleaseSettings" not in steps
    assert steps["Set-IisSite"]["PhysicalPath"] == r"C:\inetpub\hello\releases\2"
    assert steps["Set-IisPool"]["Enable32Bit"] is None


def test_a_plan_changes_nothing_and_asks_nobody() -> None:
    locked = looked_back(journal(("deployed", "1"), ("deployed", "2")), lock=LOCK)

    ended = play(flows.rollback(HELLO, replace(ORDER, plan=True)), locked, PLANNED).ended

    assert (ended.status, ended.changes, ended.data["lock"]) == ("changed", CHANGES, LOCK)


def test_what_is_served_already_is_left_alone() -> None:
    assert play(flows.rollback(HELLO, replace(ORDER, release="2")), BEFORE, said(GUARDED)).ended.status == "ok"


def test_a_release_that_was_not_kept_is_refused_with_those_that_were() -> None:
    ended = play(flows.rollback(HELLO, replace(ORDER, release="9")), BEFORE).ended

    assert (ended.status, ended.failure and ended.failure.found) == ("failed", "Hello: 1, 2")


def test_only_contents_that_have_the_release_go_back() -> None:
    kept = [{"id": "9", "manifest": "c" * 64, "settings": True, "pool": "Shop-api"}]
    held = ok("Get-HostLock", {"lock": None, "unfinished": None})
    looked = said(held, ok("Get-Journal", {"entries": []}), served("Shop"), served("Shop/api", releases=kept))

    played = play(flows.rollback(declared("full"), replace(ORDER, release="9", plan=True)), looked, said())

    steps = steps_of(played.asked[1])
    assert steps["Set-ReleaseSettings"]["Target"] == steps["Save-ReleaseSettings"]["Target"] == "Shop/api"
    assert steps["Assert-Release"]["Target"] == "Shop/api"
    assert not {"Set-IisSite", "Set-IisApplication", "Set-IisAuthentication", "Set-SslBinding"} & set(steps)
    assert (steps["Start-IisSite"]["Site"], steps["Start-IisSite"]["Pools"]) == ("Shop", ["Shop-api"])


def test_a_guard_that_is_not_there_yet_comes_first() -> None:
    planned = said(ok("Get-HostGuard", {"installed": False}), *PLANNED.steps[1:])

    played = play(flows.rollback(HELLO, ORDER), BEFORE, planned, said(), said())

    assert played.kinds == [LOOK, PLAN, "Run deploy/updating", LIVE]
    assert {"Lock-Host", "Install-HostGuard"} <= set(steps_of(played.asked[2]))
    assert "Expand-Release" not in steps_of(played.asked[2])


@pytest.mark.parametrize(
    "answer",
    [
        looked_back(journal(("deployed", "1")), current="1"),
        looked_back(journal(("deployed", "0"), ("deployed", "2"))),  # 0 is no longer kept
        looked_back(ok("Get-Journal", {"entries": None})),
    ],
)
def test_nothing_to_go_back_to(answer: Any) -> None:
    ended = play(flows.rollback(HELLO, ORDER), answer).ended

    assert (ended.status, ended.failure and ended.failure.kind) == ("failed", "rollback")
    assert ended.failure is not None
    assert ended.failure.message.startswith("Hello has no earlier release")


def test_a_rollback_that_fails_is_told() -> None:
    failure = said(bad("Test-SiteHealth", "verifying", "health"), ok("Restore-IisState", phase="reverting"))

    ended = play(flows.rollback(HELLO, ORDER), BEFORE, PLANNED, failure).ended

    assert (ended.status, ended.step, ended.reverted) == ("failed", "Test-SiteHealth", True)


def test_a_journal_that_cannot_be_read() -> None:
    ended = play(flows.rollback(HELLO, ORDER), said(bad("Get-Journal", "starting"))).ended

    assert (ended.status, ended.step) == ("failed", "Get-Journal")


def test_a_living_run_is_left_alone_and_a_dead_one_is_recovered() -> None:
    events = journal(("deployed", "1"), ("deployed", "2"))
    dead = {**LOCK, "sessionAlive": False}

    assert play(flows.rollback(HELLO, ORDER), looked_back(events, lock=LOCK)).ended.status == "locked"
    left = looked_back(events, lock=dead, unfinished="x")
    played = play(flows.rollback(HELLO, ORDER), left, said(), looked_back(events), PLANNED, said())

    assert played.kinds == [LOOK, "Run recover/updating", LOOK, PLAN, LIVE]
    assert played.ended.status == "changed"
