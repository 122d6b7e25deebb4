"""How a flow ends: results of scripts as outcomes, failures with their remedies."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from iisfleet.errors import IisfleetError, OutcomeUnknown
from iisfleet.remote.connection import ScriptResult
from iisfleet.results import Change, StepFailure, StepResult
from iisfleet.rollout.instructions import Outcome

# The phases of a script in which what is served changes.
GOING_LIVE = ("publishing", "verifying", "finishing")
_LIVE = "The release is live nevertheless: only what comes after that has failed."
# For an error that no function foresaw.
_AGAIN = "Mend on the host what the message says, then run the same command again: it starts from what it finds there."


def failed(result: ScriptResult) -> Outcome:
    """The outcome of a script that failed, with what the host did about it."""
    step = result.failed
    failure = step.error if step and step.error else StepFailure("A script ended without saying why.")
    failure = failure if failure.remedy else replace(failure, remedy=_AGAIN)
    reverting = [one for one in result.steps if one.phase == "reverting"]
    broken_steps = [one for one in reverting if one.status == "failed"]
    live = bool(reverting) and _is_live(result)
    undone = _has_begun(result) and not broken_steps
    is_locked = failure.kind == "locked"  # what tidies up then has nothing to put back
    return Outcome(
        "locked" if is_locked else "failed",
        failure=failure,
        step=step.step if step else None,
        reverted=bool(reverting) and not is_locked and not live and undone,
        half_way=bool(broken_steps),
        warnings=(*warnings(result.steps), *map(_not_reverted, broken_steps), *([_LIVE] if live else [])),
    )


def not_recovered(result: ScriptResult) -> Outcome:
    """The outcome of a script that should put back what a run has left, and could not.

    What it tidies up after that (its phase ``reverting``) puts nothing back.
    """
    told = failed(result)
    if told.status == "locked" or result.failed is None:
        return told
    note = _not_reverted(result.failed)
    return replace(told, reverted=False, half_way=True, warnings=(*told.warnings, note))


def _has_begun(result: ScriptResult) -> bool:
    """Whether anything but what was prepared can have changed: if not, what is tidied up puts nothing back."""
    return any(
        one.phase in GOING_LIVE or (one.phase == "reverting" and one.step != "Remove-Release" and one.changes)
        for one in result.steps
    )


def _is_live(result: ScriptResult) -> bool:
    """Whether the journal has the release, if this was no plan: from then on the host does not put anything back."""
    return any(
        step.step == "Add-JournalEntry" and step.phase == "finishing" and step.status != "failed"
        for step in result.steps
    )


def _not_reverted(step: StepResult) -> str:
    return f"reverting, {step.step} failed: {step.error.message if step.error else ''}"


def locked(lock: Mapping[str, Any]) -> Outcome:
    """The outcome of a host that another run holds, or that a person has locked; ``lock`` as Get-HostLock tells it."""
    holder = f"{lock['who']} at {lock['controller']} since {lock['since']}"
    if lock.get("manual"):
        message, found = f"The host was locked by hand: {lock['message']}", holder
        remedy = f"Ask {lock['who']}. When it may go on: invoke unlock for this host, then run again."
    else:
        message, found = f"The host is locked by run {lock['run']}.", f"{holder}: {lock['why']}"
        remedy = (
            "Wait until that run has ended, or end it where it was started. If it has died where nobody can tell: "
            f"invoke unlock --run {lock['run']}."
        )
    failure = StepFailure(message, expected="no lock", found=found, remedy=remedy, kind="locked")
    return Outcome("locked", step="Get-HostLock", failure=failure)


def broken(error: IisfleetError) -> StepFailure:
    """Why a script whose end was not heard counts as failed, or as unknown."""
    return StepFailure(
        error.message,
        expected="a connection until the script's last line",
        found="a connection that broke",
        remedy="Run the same command again: it starts from what it finds there. invoke status shows what that is.",
        kind="lost",
    )


def cause(error: IisfleetError) -> str:
    """Why the connection ended, without that the outcome is unknown: for an outcome that the host has told since."""
    return error.cause if isinstance(error, OutcomeUnknown) else error.message


def warnings(steps: Iterable[StepResult]) -> tuple[str, ...]:
    """All warnings of some steps, in order."""
    return tuple(warning for step in steps for warning in step.warnings)


def changes(steps: Iterable[StepResult]) -> tuple[Change, ...]:
    """All changes of some steps that last, in order: that a host was drained meanwhile is over at the end."""
    return tuple(change for step in steps if step.step != "Set-HostDrain" for change in step.changes)
