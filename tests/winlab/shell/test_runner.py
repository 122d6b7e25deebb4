"""Steps run in the frame's order and are told as the frame tells them."""

import json
from typing import Any

import pytest

from tests.winlab.steps import Stage, script
from winlab.shell import Stopped
from winlab.shell.handlers import SecretText, Session
from winlab.shell.reader import read_script
from winlab.shell.runner import run_script


def run(text: str, **session: Any) -> list[dict[str, Any]]:
    made = Session(Stage(), **session)  # type: ignore[arg-type]
    return [json.loads(line) for line in run_script(read_script(text), made)]


def told(lines: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(line["phase"], line["step"], line["status"]) for line in lines[:-1]]


def test_a_line_has_what_the_frame_writes() -> None:
    line, end = run(script("Invoke-Step 'Test-Echo' @{ Name = 'n'; Value = 'v'; Warn = $true; Run = 'r1' }"))

    assert line.pop("seconds") >= 0
    assert line == {
        "step": "Test-Echo",
        "phase": "starting",
        "target": "n",
        "status": "changed",
        "changes": [{"path": "echo/n", "before": None, "after": "v"}],
        "data": {"bytes": 0, "secret": None, "whatif": False},
        "warnings": ["a warning"],
        "error": None,
    }
    assert end == {"end": True, "status": "ok"}


def test_a_step_that_is_stopped_tells_nothing_and_reverts_nothing() -> None:
    text = script("Invoke-Step 'Test-Stopped'", reverting="Invoke-Step 'Test-Echo' @{}")

    with pytest.raises(Stopped):
        run(text)


def test_a_failed_step_ends_the_script() -> None:
    fail = "Invoke-Step 'Test-Fail' @{ Name = 'x' }"
    text = script(fail, "Invoke-Step 'Test-Echo' @{ Name = 'y' }") + script(fail, phase="publishing")

    lines = run(text)

    assert told(lines) == [("starting", "Test-Fail", "failed")]
    assert lines[0]["error"] == {
        "message": "It was nothing.",
        "expected": "good",
        "found": "bad",
        "remedy": "Try again.",
        "kind": "test",
    }
    assert lines[-1] == {"end": True, "status": "failed"}


def test_reverting_gives_each_step_its_chance() -> None:
    back = "Invoke-Step 'Test-Fail' @{ }\n    Invoke-Step 'Test-Echo' @{ Name = 'y' }"

    lines = run(script("Invoke-Step 'Test-Fail' @{ }", reverting=back))

    assert told(lines) == [
        ("starting", "Test-Fail", "failed"),
        ("reverting", "Test-Fail", "failed"),
        ("reverting", "Test-Echo", "ok"),
    ]


def test_a_plan_does_not_revert() -> None:
    lines = run(script("Invoke-Step 'Test-Fail' @{ }", reverting="Invoke-Step 'Test-Echo' @{ }"), whatif=True)

    assert told(lines) == [("starting", "Test-Fail", "failed")]


def test_secrets_are_bound_and_never_told() -> None:
    secrets = {"shop/B": SecretText("hunter2hunter")}
    text = script(
        "Invoke-Step 'Test-Echo' @{ Name = 'n'; Value = $Secrets['shop/B']; Secret = $Secrets['shop/B'] }",
        "Invoke-Step 'Test-Fail' @{ Secret = $Secrets['shop/B'] }",
    )

    lines = run(text, secrets=secrets)

    assert lines[0]["data"]["secret"] == len("hunter2hunter")
    assert lines[0]["changes"][0]["after"] == "***"
    assert lines[1]["error"]["message"] == "It was ***."
    assert "hunter2" not in repr(secrets) + str(secrets) + f"{secrets['shop/B']}"


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [("Test-Nothing", "not-emulated", "not emulated: step Test-Nothing"), ("Test-Bug", None, "ZeroDivisionError: ")],
)
def test_what_cannot_be_done_fails_the_step(name: str, kind: str | None, message: str) -> None:
    line, end = run(script(f"Invoke-Step '{name}' @{{ }}"))

    assert line["status"] == end["status"] == "failed"
    assert line["error"]["kind"] == kind
    assert line["error"]["message"].startswith(message)


def test_a_stopped_script_ends_between_steps_and_lets_go() -> None:
    session = Session(Stage())  # type: ignore[arg-type]
    released: list[str] = []
    session.at_end.append(lambda: released.append("handle"))
    lines = run_script(read_script(script("Invoke-Step 'Test-Echo' @{ Name = 'a' }", "Invoke-Step 'B' @{}")), session)

    next(lines)
    session.stopped.set()

    with pytest.raises(Stopped):
        next(lines)
    assert released == ["handle"]
