"""Judging what a script wrote, without a host."""

import json

import pytest

from iisfleet.remote.psrp.transcript import Transcript
from iisfleet.results import StepResult
from tests.remote.station import END, step


def judged(*written: object, broke: bool = False, errors: tuple[str, ...] = ()) -> tuple[str | None, bool]:
    transcript = Transcript("deploy/starting", lambda _: None, ["canary"])
    for each in written:
        transcript.add(each)
    result = transcript.conclude(broke=broke, errors=errors)
    failure = result.failed.error if result.failed else None
    return failure.message if failure else None, result.completed


@pytest.mark.parametrize(
    ("written", "broke", "errors", "message", "completed"),
    [
        ([step("A"), END], False, (), None, True),
        ([step("A"), step("B")], True, ("x",), "The script broke off after B.", False),
        ([], True, ("x",), "The script broke off before its first step.", False),
        ([step("A"), END], False, ("x",), "The script wrote to its error stream.", True),
        ([step("A"), "text", END], False, (), "The script wrote text that is no result.", True),
        ([{"an": "object"}, 17, END], False, (), "The script wrote text that is no result.", True),
    ],
)
def test_judgement(
    written: list[object], broke: bool, errors: tuple[str, ...], message: str | None, completed: bool
) -> None:
    assert judged(*written, broke=broke, errors=errors) == (message, completed)


def test_a_failure_made_up_for_the_script_is_handed_on_too() -> None:
    seen: list[StepResult] = []
    transcript = Transcript("deploy/starting", seen.append, ["canary"])
    transcript.add(step("A", phase="updating"))
    transcript.add("a canary sings")
    transcript.conclude(broke=False, errors=())

    assert [each.step for each in seen] == ["A", "deploy/starting"]
    assert seen[1].phase == "updating"
    assert seen[1].error is not None
    assert seen[1].error.found == "a *** sings"
    assert transcript.leaked == "a *** sings"


def test_a_secret_is_masked_before_its_text_is_cut_however_it_is_quoted() -> None:
    secret = 'S3cr"et\\Key'
    transcript = Transcript("deploy/starting", lambda _: None, [secret])
    transcript.add("." * 394 + json.dumps(secret))

    failure = transcript.conclude(broke=False, errors=()).failed

    assert failure is not None
    assert failure.error is not None
    assert failure.error.found == "." * 394 + '"***"'
