"""Carries out the steps that a script calls, in the frame's order, and tells each as the frame would, in JSON."""

import json
import time
from collections.abc import Generator, Mapping
from typing import Any

from winlab.shell import Stopped
from winlab.shell.handlers import SecretText, Session, StepFailure, StepOutcome, handler_of
from winlab.shell.reader import Phase, Reading, Step
from winlab.windows.errors import MachineError, NotEmulated
from winlab.windows.literals import SecretName

# Where the host is refused to a script, nothing is reverted: what another run holds is not touched.
_TAKING = ("Lock-Host", "Wait-HostGuard", "Stop-HostScript")
_TARGETS = ("Target", "Name", "Site", "Path", "Run")


def run_script(reading: Reading, session: Session) -> Generator[str, None, None]:
    """The lines of a script's output, each as its step ends. Raises Stopped.

    As in the frame: a failed step ends the script but for $Reverting, in which every step has its chance.
    """
    try:
        failed = False
        for phase in reading.phases:
            if not failed:
                failed = yield from _run_phase(phase, session)
        if failed and reading.reverting is not None and not session.whatif:
            yield from _run_phase(Phase("reverting", reading.reverting), session)
    finally:
        for release in reversed(session.at_end):
            release()
    yield _line({"end": True, "status": "failed" if failed else "ok"})


def revert_script(reading: Reading, session: Session, interrupted: Mapping[str, Any]) -> Generator[str, None, None]:
    """The lines of a script that was interrupted in an earlier life: its failure, $Reverting, the end."""
    session.state["failure"] = {"step": interrupted["step"], "message": interrupted["error"]["message"]}
    try:
        yield _line(interrupted)
        if reading.reverting is not None:
            yield from _run_phase(Phase("reverting", reading.reverting), session)
    finally:
        for release in reversed(session.at_end):
            release()
    yield _line({"end": True, "status": "failed"})


def _run_phase(phase: Phase, session: Session) -> Generator[str, None, bool]:
    """Returns whether a step failed."""
    failed = False
    session.state["phase"] = phase.name
    for step in phase.steps:
        if session.stopped.is_set():
            raise Stopped
        if phase.name == "reverting" and session.state.get("refused") and step.name != "Unlock-Host":
            continue
        result = run_step(step, phase.name, session)
        yield _line(result)
        if result["status"] == "failed":
            failed = True
            session.state.setdefault("failure", {"step": step.name, "message": result["error"]["message"]})
            if step.name in _TAKING and result["error"]["kind"] in ("locked", "idle"):
                session.state["refused"] = True
            if phase.name != "reverting":
                break
    return failed


def run_step(step: Step, phase: str, session: Session) -> dict[str, Any]:
    """The result of one step, as Invoke-Step writes it. Raises Stopped."""
    started = time.perf_counter()
    parameters = _bind(step.parameters, session.secrets)
    outcome, error = StepOutcome(), None
    try:
        outcome = handler_of(step.name)(session, parameters)
    except Stopped:  # a pipeline that is stopped tells of the step in it no more
        raise
    except Exception as problem:  # noqa: BLE001 - as in Invoke-Step: whatever a step throws is its result
        error = _error(problem, session.secrets)
    status = "failed" if error else "changed" if outcome.changes else "ok"
    return {
        "step": step.name,
        "phase": phase,
        "target": next((parameters[name] for name in _TARGETS if parameters.get(name) is not None), None),
        "status": status,
        "changes": outcome.changes,
        "data": outcome.data,
        "warnings": outcome.warnings,
        "seconds": round(time.perf_counter() - started, 3),
        "error": error,
    }


def _bind(value: Any, secrets: Mapping[str, SecretText]) -> Any:
    """Put the secrets where the script names them; as in PowerShell, an absent one is null."""
    if isinstance(value, SecretName):
        return secrets.get(value.name)
    if isinstance(value, Mapping):
        return {name: _bind(item, secrets) for name, item in value.items()}
    if isinstance(value, list):
        return [_bind(item, secrets) for item in value]
    return value


def _error(problem: Exception, secrets: Mapping[str, SecretText]) -> dict[str, str | None]:
    fields: dict[str, str | None] = {"message": str(problem), "expected": None, "found": None, "remedy": None}
    fields["kind"] = "not-emulated" if isinstance(problem, NotEmulated) else None
    if isinstance(problem, StepFailure):
        fields |= {name: getattr(problem, name) for name in ("expected", "found", "remedy", "kind")}
    elif not isinstance(problem, MachineError):
        fields["message"] = f"{type(problem).__name__}: {problem}"
    return {name: _redact(text, secrets) for name, text in fields.items()}


def _redact(text: str | None, secrets: Mapping[str, SecretText]) -> str | None:
    """As ConvertTo-StepFailure: a secret that stands in the text is replaced."""
    for secret in secrets.values():
        if text is not None and len(secret.reveal()) >= 4:
            text = text.replace(secret.reveal(), "***")
    return text


def _line(result: Mapping[str, Any]) -> str:
    return json.dumps(result, separators=(",", ":"), ensure_ascii=False, default=_as_text)


def _as_text(value: object) -> str:
    if isinstance(value, SecretText):
        return "***"
    raise TypeError(f"{type(value).__name__} does not belong into a result")
