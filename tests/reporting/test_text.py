"""Events and values as text."""

import io
from typing import Any

import pytest
from rich.console import Console

from iisfleet.events import (
    BatchStarted,
    CallFinished,
    CallStarted,
    ContentSent,
    Event,
    GateDecided,
    GateLed,
    HostFinished,
    HostStarted,
    RevertStarted,
    RunFinished,
    RunStarted,
    ScriptStarted,
    WaitStarted,
)
from iisfleet.events import StepFinished as Step
from iisfleet.reporting.console import LiveConsole, PlainConsole, console_sink
from iisfleet.reporting.text import event_line, folded, outcome, size, value
from iisfleet.results import Change, StepFailure, StepResult

FINISHED = HostFinished(9.0, "web01", "changed", (Change("a", 1, 2),), seconds=3.0)


def step(status: str = "ok", **fields: Any) -> Step:
    return Step(1.0, "web01", StepResult("Set-IisPool", "publishing", status, **fields))  # type: ignore[arg-type]


def script(what_if: bool) -> ScriptStarted:
    return ScriptStarted(1.0, "web01", "deploy/updating", "ab", what_if, "text")


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (RunStarted(0.0, "r1", "deploy", "lab", ("a", "b"), "me"), "deploy lab: 2 hosts, run r1"),
        (RunStarted(0.0, "r1", "plan", "lab", ("a",), "me"), "plan lab: 1 host, run r1"),
        (HostStarted(0.0, "web01"), "web01: connecting"),
        (script(False), None),
        (step(), None),
        (step("changed", target="Shop", changes=(Change("a"), Change("b"))),
         "web01: publishing: Set-IisPool Shop changed (2)"),
        (step("changed", target="20261124-225015-3515-2", changes=(Change("a"),)),
         "web01: publishing: Set-IisPool changed (1)"),
        (step("failed"), "web01: publishing: Set-IisPool failed"),
        (ContentSent(0.0, "web01", 5, 10), None),
        (ContentSent(0.0, "web01", 10, 10), "web01: sent 10 bytes"),
        (FINISHED, "web01: changed after 3.0 s"),
        (HostFinished(9.0, "web01", "skipped"), "web01: skipped"),
        (RunFinished(1.0, 0), None),
        (RunStarted(0.0, "r2", "deploy", "lab", ("a",), "me", resumes="r1"),
         "deploy lab: 1 host, run r2, completes run r1"),
        (BatchStarted(0.0, 1, 2, ("a", "b"), canary=True), "batch 1 of 2 (canary): a, b"),
        (BatchStarted(0.0, 2, 2, tuple("abcdefghi")), "batch 2 of 2: 9 hosts"),
        (WaitStarted(0.0, 60), "waiting 60 s before the next batch; Ctrl-C ends the run here"),
        (GateLed(0.0, "a", "barrier"), "a: goes first (barrier), the others wait for it"),
        (GateDecided(0.0, "a", "barrier", True), "a: is through, the others follow (barrier)"),
        (GateDecided(0.0, "a", "barrier", False), "a: has failed, no other host follows (barrier)"),
        (CallStarted(0.0, None, "hooks.before_run"), "hooks.before_run: started"),
        (CallStarted(0.0, "a", "drain.out"), None),
        (CallFinished(0.0, "a", "drain.out", seconds=0.2), "a: drain.out: done after 0.2 s"),
        (CallFinished(0.0, None, "hooks.after_run", StepFailure("No.")), "hooks.after_run: FAILED after 0.0 s"),
        (RevertStarted(0.0, ("a",), "the canary failed: b"), "putting back a: the canary failed: b"),
    ],
)  # fmt: skip
def test_event_lines(event: Event, line: str | None) -> None:
    assert event_line(event) == line


@pytest.mark.parametrize(
    ("item", "text"),
    [(None, "-"), ("", "''"), (0, "0"), (False, "False"), (["a", "b"], "a, b"), ([], "''"), ("x", "x")],
)
def test_values(item: Any, text: str) -> None:
    assert value(item) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (9_999, "9,999 bytes"), (10_000, "10 KB"), (9_999_999, "10,000 KB"), (12_345_678, "12.3 MB")],
)
def test_sizes(count: int, text: str) -> None:
    assert size(count) == text


def test_the_lines_of_a_log_stand_below_each_other() -> None:
    assert folded("  found:    one\r\ntwo\nthree\n") == "  found:    one\n            two\n            three"


def test_an_outcome_that_was_reverted() -> None:
    assert outcome(HostFinished(1.0, "web01", "failed", reverted=True)) == "FAILED, reverted on the host, 0.0 s"


def told(*events: Event, terminal: bool = False) -> str:
    out = io.StringIO()
    sink = console_sink(Console(file=out, force_terminal=terminal, width=100), lambda text: text.replace("pa$$", "***"))
    for event in events:
        sink(event)
    sink.close()
    return out.getvalue()


def test_a_plan_is_told_at_its_end_and_a_deploy_as_it_goes() -> None:
    changed = step("changed", changes=(Change("a"),))

    assert "Set-IisPool" not in told(script(True), changed)
    assert "Set-IisPool" in told(script(True), script(False), changed)


@pytest.mark.parametrize("terminal", [False, True])
def test_nobody_is_told_that_a_plan_has_changed_a_host(terminal: bool) -> None:
    started = RunStarted(0.0, "r1", "plan of setup", "lab", ("web01",), "me")

    text = told(started, HostStarted(0.0, "web01"), script(True), FINISHED, terminal=terminal)

    assert ("1 change" if terminal else "web01: answered after 3.0 s") in text
    assert "changed" not in text


def test_the_console_shows_no_secret_and_no_markup() -> None:
    text = told(script(False), step("changed", target="[red]pa$$[/red]", changes=(Change("a"),)))

    assert text == "web01: publishing: Set-IisPool [red]***[/red] changed (1)\n"


def test_long_lines_are_not_folded() -> None:
    target = "x" * 300

    assert target in told(script(False), step("changed", target=target, changes=(Change("a"),)))


def test_a_terminal_gets_a_line_a_host() -> None:
    text = told(
        HostStarted(0.0, "web01"), script(False), ContentSent(1.0, "web01", 5_000, 10_000), step(target="pa$$"),
        FINISHED, terminal=True,
    )  # fmt: skip

    assert "web01" in text
    assert "changed, 1 change, 3.0 s" in text
    assert "pa$$" not in text


def test_a_host_that_is_put_back_keeps_its_line_on_a_terminal() -> None:
    text = told(
        BatchStarted(0.0, 1, 2, ("web01",)), HostStarted(0.0, "web01"), CallStarted(0.0, "web01", "drain.out"),
        FINISHED, RevertStarted(1.0, ("web01",), "pa$$"), HostStarted(2.0, "web01"),
        HostFinished(3.0, "web01", "reverted"),
        terminal=True,
    )  # fmt: skip

    assert "batch 1 of 2: web01" in text
    assert "putting back web01: ***" in text
    assert "REVERTED, 0 changes, 0.0 s" in text


def test_which_console() -> None:
    assert isinstance(console_sink(Console(file=io.StringIO()), str), PlainConsole)
    live = console_sink(Console(file=io.StringIO(), force_terminal=True), str)
    assert isinstance(live, LiveConsole)
    live.close()
