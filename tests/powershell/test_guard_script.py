"""What the guard's task runs, on every shell: a run that nobody goes on with is taken back, and no other."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from psrpcore.types import PSInvocationState

from iisfleet.flows.guarding import guard_script
from iisfleet.rendering import render_steps
from iisfleet.results import StepResult, parse_step_line
from tests.outside import HOUSE, books_of_a_run
from tests.powershell.cases import Case, Step
from tests.powershell.harness import Host, Hosts

ENTRY = {"event": "reverted", "run": "r1", "who": "ann@ctl", "target": "Shop", "site": "Shop", "release": "1.1-bb"}
BEFORE: Mapping[str, Any] = {"iis": {"pools": {"Shop": {"startMode": "OnDemand"}}}}
FLAG = r"C:\health\up.txt"
LOCK: Mapping[str, Any] = {"Who": "ann@ctl", "Controller": "ctl", "ProcessId": 1, "Why": "deploy"}


@pytest.fixture
def host(engine: str, hosts: Hosts) -> Host:
    """A host on which the run r1 has changed a pool."""
    given = {**BEFORE, "files": {FLAG: "up"}}
    changed: list[Step] = [("Set-IisPool", {"Name": "Shop", "StartMode": "AlwaysRunning"}), ("Complete-IisChange", {})]
    return hosts.prepared(engine, Case("guard", "", "the whole", given=given, before=(*begun("r1"), *changed)))


def begun(run: str) -> list[Step]:
    return [
        ("Lock-Host", {**LOCK, "Run": run}),
        ("Register-HostGuard", {"Run": run, "Sha256": "0" * 64, "DeadlineSeconds": 300, "Entries": [ENTRY]}),
        ("Save-IisState", {"Run": run, "Pools": ["Shop"]}),
        ("Set-HostDrain", {"Flag": FLAG, "State": "drained", "Run": run}),
    ]


def run(host: Host, steps: list[Step], back: list[Step] | None = None) -> list[StepResult]:
    answer = host.client.run(render_steps(steps, reverting=back or ()).text)
    assert (answer.state, answer.errors) == (PSInvocationState.Completed, [])
    told = [parse_step_line(line) for line in answer.output]
    return [line for line in told if isinstance(line, StepResult)]


def guard(host: Host) -> None:
    """Its output goes into its record."""
    answer = host.client.run(guard_script().text)
    assert (answer.state, answer.errors) == (PSInvocationState.Completed, [])


def breaks_off(host: Host, run: str) -> None:
    """The session of a run has ended."""
    file = host.machine.path(rf"{HOUSE}\guard\{run}.json")
    state = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**state, "processId": 999999999}), "utf-8")


def left(host: Host) -> list[str]:
    files = books_of_a_run(path for path, seen in host.machine.snapshot()["files"].items() if seen != "folder")
    return [*files, *(task["path"] for task in host.machine.tasks.all())]


def test_what_a_dead_run_has_left_is_taken_back(host: Host) -> None:
    breaks_off(host, "r1")

    guard(host)

    failure = {"step": "Wait-HostGuard", "message": "The session of the run ended in the middle of it."}
    told = [{"event": "reverted", "run": "r1", "who": "guard", "release": "1.1-bb", "failure": failure}]
    assert host.machine.differs({**BEFORE, "journal": told, "files": {FLAG: "up"}}) == []
    assert left(host) == []


def test_what_a_living_run_does_is_not(host: Host) -> None:
    run(host, begun("r9")[1:2])
    breaks_off(host, "r9")

    guard(host)

    assert (
        host.machine.differs({"lock": {"run": "r1"}, "iis": {"pools": {"Shop": {"startMode": "AlwaysRunning"}}}}) == []
    )
    assert {r"\iisfleet\guard-r1", r"\iisfleet\guard-r9", rf"{HOUSE}\state\r1.json"} <= set(left(host))


def test_a_guard_that_cannot_put_back_all_stays_and_the_host_is_free_but_out_of_rotation(host: Host) -> None:
    host.machine.given({"files": {rf"{HOUSE}\state\r1.json": "{"}})
    breaks_off(host, "r1")

    guard(host)

    assert host.machine.differs({"lock": None, "journal": [], "files": {f"{FLAG}.drained": "up"}}) == []
    assert r"\iisfleet\guard-r1" in left(host)


def test_a_guard_puts_back_later_what_it_could_not_at_first(host: Host) -> None:
    state = rf"{HOUSE}\state\r1.json"
    saved = host.machine.fs.read(state).decode()
    host.machine.given({"files": {state: "{"}})
    breaks_off(host, "r1")

    for tries in (1, 2):
        guard(host)
        file = host.machine.path(rf"{HOUSE}\guard\r1.json")
        assert json.loads(file.read_text("utf-8-sig"))["tries"] == tries
    host.machine.given({"files": {state: saved}})
    guard(host)

    told = [{"event": "reverted", "run": "r1", "who": "guard"}]
    assert host.machine.differs({**BEFORE, "lock": None, "journal": told, "files": {FLAG: "up"}}) == []
    assert left(host) == []


def test_a_person_who_locks_the_host_does_not_keep_it_half_done(host: Host) -> None:
    by_hand = {"run": "r9", "who": "ben", "controller": "ops", "manual": True, "message": "hands off"}
    host.machine.given({"lock": by_hand})
    breaks_off(host, "r1")

    guard(host)

    assert host.machine.differs({**BEFORE, "lock": by_hand, "files": {FLAG: "up"}}) == []
    assert [file for file in left(host) if not file.endswith("lock")] == []


def test_the_journal_says_what_failed_first(host: Host) -> None:
    failing: list[Step] = [("Start-IisSite", {"Site": "None", "Pools": ["None"], "Run": "r1", "TimeoutSeconds": 1})]

    told = run(host, failing, [("Unlock-Host", {"Run": "../"}), ("Add-JournalEntry", {"Entry": ENTRY})])

    assert told[0].error is not None
    failure = {"step": "Start-IisSite", "message": told[0].error.message}
    assert host.machine.differs({"journal": [{"event": "reverted", "failure": failure}]}) == []
