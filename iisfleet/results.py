"""What a host says of a step: one JSON line each, parsed into frozen objects."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Status = Literal["ok", "changed", "failed", "skipped"]


@dataclass(frozen=True)
class Change:
    """One property that differs: ``path`` as in ``pool/Shop/startMode``, its value before and after."""

    path: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class StepFailure:
    """Why a step failed, for the person who has to mend it. ``kind`` groups causes: health, locked, readiness, ..."""

    message: str
    expected: str | None = None
    found: str | None = None
    remedy: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class StepResult:
    """The one result of one step. ``seconds`` is measured on the host."""

    step: str
    phase: str
    status: Status
    target: str | None = None
    changes: tuple[Change, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    error: StepFailure | None = None


@dataclass(frozen=True)
class End:
    """The last line of a script: every phase that was to run has ended."""

    status: Literal["ok", "failed"]


class NotAResult(ValueError):
    """The line is not a result line of the frame."""


def parse_step_line(line: str) -> StepResult | End:
    """Parses one line that ``Invoke-Step`` or the end of the frame wrote.

    Raises NotAResult for anything else, so that text which leaked into the output is never taken for a result.
    """
    try:
        raw = json.loads(line)
        return _parse_end(raw) if raw.get("end") else _parse_step(raw)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAResult(f"not a result line: {line[:200]!r}") from error


def _parse_end(raw: dict[str, Any]) -> End:
    if raw["status"] not in ("ok", "failed"):
        raise ValueError(raw["status"])
    return End(raw["status"])


def _parse_step(raw: dict[str, Any]) -> StepResult:
    data = raw.get("data") or {}
    if raw["status"] not in get_args(Status) or not isinstance(data, dict):
        raise ValueError(raw["status"])
    if not isinstance(raw["step"], str) or not isinstance(raw["phase"], str):
        raise TypeError(raw["step"])
    return StepResult(
        step=raw["step"],
        phase=raw["phase"],
        status=raw["status"],
        target=raw.get("target"),
        changes=tuple(Change(c["path"], c.get("before"), c.get("after")) for c in _many(raw.get("changes"))),
        data=data,
        warnings=tuple(_many(raw.get("warnings"))),
        seconds=float(raw.get("seconds") or 0.0),
        error=StepFailure(**raw["error"]) if raw.get("error") else None,
    )


def _many(value: Any) -> list[Any]:
    """A list: PowerShell unrolls arrays of one, and writes empty ones as null."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
