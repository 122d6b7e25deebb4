"""Every way a task can end on a host, as the lines that a person reads."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from iisfleet.events import HostFinished
from iisfleet.reporting.endings import blocked_lines, open_lines, run_lines
from iisfleet.results import Change, StepFailure

RECORD = Path("runs/r1/events.jsonl")
CHANGES = (
    Change("pool/Shop", None, "present"),
    Change("pool/Shop/managedRuntimeVersion", "v4.0", ""),
    Change("pool/Shop/schedule", ["01:00", "02:00"], None),
)
CONTENT = {"Shop": {"added": 2, "changed": 1, "removed": 0, "bytes": 900}}
FAILURE = StepFailure("Pool Shop did not start.", "Started", "Stopped", "Look into the event log.", "start")


def lines(task: str, status: str, url: str | None = None, **fields: Any) -> str:
    event = HostFinished(9.0, "web01", status, seconds=1.25, **fields)
    return "\n".join(run_lines(task, [event], RECORD, {"web01": url} if url else {})) + "\n"


def told_guard(run: str, **more: Any) -> dict[str, Any]:
    told = {"run": run, "state": "armed", "restSeconds": 0, "tries": 0, "atWork": False, "nextSeconds": None}
    return {**told, **more}


@pytest.mark.parametrize(
    ("task", "status", "fields", "text"),
    [
        ("deploy", "ok", {"requests": {"requests": 12}}, """\
            web01: ok, no change, 12 requests, 1.2 s
            """),
        ("deploy", "changed", {"changes": CHANGES, "content_bytes": 25_000, "warnings": ("old lock",),
                               "requests": {"requests": 20}, "url": "http://127.0.0.1:1"}, """\
            web01: changed, 3 changes, 25 KB sent, 20 requests, 1.2 s
              pool/Shop: - -> present
              pool/Shop/managedRuntimeVersion: v4.0 -> ''
              pool/Shop/schedule: 01:00, 02:00 -> -
              warning: old lock
              served at http://127.0.0.1:1
            """),
        ("rollback", "changed", {"changes": CHANGES[:1]}, """\
            web01: changed, 1 change, 1.2 s
              pool/Shop: - -> present
            """),
        ("plan", "ok", {}, """\
            web01: nothing would change
            """),
        ("plan", "changed", {"changes": CHANGES[:1], "url": "http://no", "data": {"content": CONTENT}}, """\
            web01: 1 change
              pool/Shop: - -> present
              content of Shop: 2 new, 1 changed, 0 removed files, 900 bytes to send
            """),
        ("status", "ok", {"data": {
            "lock": {"run": "r0", "who": "bob@pc"}, "unfinished": "r0",
            "targets": [{"target": "Shop", "release": "1.0-x", "offline": "ours",
                         "releases": [{"id": "0.9-w"}, {"id": "1.0-x"}]},
                        {"target": "Shop/api", "release": None, "releases": None, "offline": "other"}],
            "sites": [{"name": "Shop", "state": "Started", "pools": [{"name": "Shop", "state": "Started"}],
                       "certificates": [{"thumbprint": "AB", "notAfter": "2027-01-01"}]},
                      {"name": "New", "state": None, "pools": []}],
        }}, """\
            web01: locked by run r0 (bob@pc)
              run r0 has not ended: if it never does, its guard or the next deploy puts back what was served
              Shop: release 1.0-x, 2 kept (also 0.9-w); an app_offline.htm is shown (of a run that has not ended)
              Shop/api: release -, 0 kept; an app_offline.htm is shown (put there by somebody else)
              site Shop: Started; pools: Shop Started
                certificate AB ends 2027-01-01
              site New: absent; pools: -
            """),
        ("status", "ok", {"data": {"job": {
            "run": "r1", "task": "install-bundle", "who": "bob@pc", "state": "running",
            "since": "2026-02-01T02:30:00.1234567Z",
        }}}, """\
            web01:
              job install-bundle of run r1 (bob@pc): running, since 2026-02-01 02:30 UTC
            """),
        ("status", "ok", {"data": {"guards": [
            told_guard("r1", restSeconds=240), told_guard("r2", nextSeconds=90),
            told_guard("r3", state="fired", tries=1, atWork=True), told_guard("r4", state="lost"),
            told_guard("r5", state="fired", tries=2, nextSeconds=540), told_guard("r6", state="fired", tries=4),
            told_guard("r7", atWork=True, restSeconds=3), told_guard("r8"),
        ]}}, """\
            web01:
              guard of run r1: acts in 240 s
              guard of run r2: acts in 90 s
              guard of run r3: is taking back
              guard of run r4: its task is gone, the next deploy takes back what was left
              guard of run r5: has tried 2 times and could not put back all, tries again in 540 s
              guard of run r6: has tried 4 times and could not put back all, tries again when Windows starts
              guard of run r7: acts in 3 s
              guard of run r8: acts when Windows starts
            """),
        ("history", "ok", {"data": {"entries": [
            {"sequence": 1, "at": "2026-01-01T00:00:00Z", "event": "deployed", "target": "Shop", "release": "1.0-x",
             "run": "r0", "who": "bob@pc"},
            {"sequence": 2, "event": "reverted", "target": "Shop", "release": "1.1-x", "run": "r1", "who": "guard",
             "failure": {"step": "Test-SiteHealth", "message": "no answer"}},
            {"sequence": 3, "event": "locked", "message": "new disks", "run": "r2", "who": "anna"},
            {"sequence": 4, "event": "unlocked", "lock": None, "run": "r3"},
        ]}}, """\
            web01: 4 entries
                 1  2026-01-01T00:00:00Z  deployed     Shop  1.0-x  run r0  bob@pc
                 2    reverted     Shop  1.1-x  run r1  guard
                    Test-SiteHealth: no answer
                 3    locked       new disks  run r2  anna
                 4    unlocked     run r3  -
            """),
        ("plan", "ok", {"data": {"lock": {"manual": True, "message": "new disks", "who": "anna",
                                          "since": "2026-02-01T02:30:00.1234567Z"}}}, """\
            web01: nothing would change
              locked by hand: new disks (anna since 2026-02-01 02:30 UTC)
            """),
        ("status", "ok", {"data": {"cacheSchedule": {
            "at": "03:00", "days": "daily", "enabled": True, "lastRun": "2026-02-01T02:30:00.1234567Z",
            "lastStatus": "ok", "freed": 25_000, "message": "One is in use.",
        }}}, """\
            web01:
              caches are cleared at 03:00 daily; last 2026-02-01 02:30 UTC ok, 25 KB freed: One is in use.
            """),
        ("status", "ok", {"data": {"cacheSchedule": {
            "at": "03:00", "days": "daily", "enabled": True, "lastStatus": None,
        }}}, """\
            web01:
              caches are cleared at 03:00 daily; it never ran yet
            """),
        ("clear-cache", "changed", {"changes": (Change("cache/X", 25_000, 0),), "data": {"freed": 25_000}}, """\
            web01: changed, 1 change, 1.2 s
              cache/X: 25000 -> 0
              25 KB freed
            """),
        ("deploy", "failed", {"failure": FAILURE, "step": "Start-IisSite", "reverted": True,
                              "warnings": ("slow",)}, """\
            web01: FAILED in Start-IisSite: Pool Shop did not start.
              expected: Started
              found:    Stopped
              next:     Look into the event log.
              state:    the host itself has put back what it served before
              warning:  slow
              record:   runs/r1/events.jsonl
            """),
        ("setup", "failed", {"failure": FAILURE, "step": "Set-HostService", "changes": CHANGES[:1]}, """\
            web01: FAILED in Set-HostService: Pool Shop did not start.
              expected: Started
              found:    Stopped
              next:     Look into the event log.
              done:     pool/Shop: - -> present
              record:   runs/r1/events.jsonl
            """),
        ("plan", "unreachable", {"failure": StepFailure("web01: no route", kind="unreachable")}, """\
            web01: UNREACHABLE: no route
              record:   runs/r1/events.jsonl
            """),
        ("deploy", "interrupted", {}, """\
            web01: INTERRUPTED: stopped by the user before it was done
              record:   runs/r1/events.jsonl
            """),
        ("deploy", "skipped", {}, """\
            web01: skipped: an earlier batch failed
            """),
        ("deploy", "skipped", {"why": "the canary failed: web02", "warnings": ("It may still be locked.",)}, """\
            web01: skipped: the canary failed: web02
              warning: It may still be locked.
            """),
        ("deploy", "failed", {"failure": StepFailure("hooks.before_host failed: ask", kind="hook"),
                              "step": "before_host"}, """\
            web01: FAILED in before_host: hooks.before_host failed: ask
              state:    the host was not touched
              record:   runs/r1/events.jsonl
            """),
        ("deploy", "reverted", {"why": "the canary failed: web02", "changes": CHANGES[:1], "warnings": ("slow",)}, """\
            web01: REVERTED, 1 change, 1.2 s: the canary failed: web02
              state:    it serves again what it served before this run
              pool/Shop: - -> present
              warning: slow
            """),
    ],
)  # fmt: skip
def test_endings(task: str, status: str, fields: dict[str, Any], text: str) -> None:
    assert lines(task, status, **fields) == dedent(text)


@pytest.mark.parametrize("status", ["failed", "unknown", "unreachable", "locked", "interrupted"])
@pytest.mark.parametrize("task", ["deploy", "plan", "rollback", "status", "history"])
def test_every_failure_tells_host_step_expected_found_next_and_record(task: str, status: str) -> None:
    told = lines(task, status, failure=FAILURE, step="Start-IisSite")

    for part in (
        "web01: ",
        status.upper(),
        "Start-IisSite",
        "expected: Started",
        "found:    Stopped",
        "next:",
        "record:",
    ):
        assert part in told


@pytest.mark.parametrize("task", ["deploy", "plan", "rollback", "status", "history"])
def test_a_skipped_host_claims_nothing(task: str) -> None:
    assert lines(task, "skipped") == "web01: skipped: an earlier batch failed\n"


def test_the_same_changes_are_listed_once() -> None:
    events = [
        HostFinished(9.0, name, "changed", changes=CHANGES[:count], seconds=1.0)
        for name, count in (("web01", 1), ("web02", 1), ("web03", 2))
    ]

    told = list(run_lines("plan", events, RECORD, {}))

    assert told == [
        "web01: 1 change",
        "  pool/Shop: - -> present",
        "web02: 1 change",
        "  the same as on web01",
        "web03: 2 changes",
        "  pool/Shop: - -> present",
        "  pool/Shop/managedRuntimeVersion: v4.0 -> ''",
    ]


def test_the_hosts_that_the_run_has_not_got_to_and_the_command_that_does() -> None:
    statuses = ("changed", "unreachable", "skipped", "unreachable", "failed", "reverted")
    events = [HostFinished(9.0, f"web{n}", status) for n, status in enumerate(statuses)]

    assert list(open_lines(events, "invoke deploy --env it --resume r1")) == [
        "not done: web1, web3 (unreachable); web2 (skipped); web4 (failed); web5 (reverted)",
        "  when that is mended: invoke deploy --env it --resume r1",
    ]
    assert list(open_lines([events[0], events[4]], "invoke")) == []


def test_after_ctrl_c_there_is_nothing_to_mend() -> None:
    events = [HostFinished(9.0, f"web{n}", status) for n, status in enumerate(("changed", "interrupted", "skipped"))]

    assert list(open_lines(events, "invoke deploy"))[-1] == "  to go on: invoke deploy"


def test_why_no_host_was_touched() -> None:
    assert list(blocked_lines(FAILURE, RECORD)) == [
        "no host was touched: Pool Shop did not start.",
        "  expected: Started",
        "  found:    Stopped",
        "  next:     Look into the event log.",
        "  record:   runs/r1/events.jsonl",
    ]
