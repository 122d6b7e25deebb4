"""The draft of applicationHost.config that the steps of one script share (Get-IisManager, Set-IisAttribute)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from winlab.shell.handlers import Params, SecretText, Session, StepFailure, change
from winlab.windows.config import POOLS, SITES, Collection, Edit, Element

Changes = list[dict[str, Any]]
EditStep = Callable[[Session, Params], Changes]
HIDDEN = "***"
_EDITS = "iis.edits"


@dataclass(frozen=True)
class PendingEdit:
    """A step that edited the draft: `again` makes its edit on the draft of that time and returns the changes."""

    again: EditStep
    params: Params
    pool: str | None
    commit: bool


def draft(session: Session) -> Edit:
    """The one edit in memory, begun when first asked for."""
    if session.pending is None:
        session.pending = session.machine.iis.edit()
    edit: Edit = session.pending
    return edit


def renew(session: Session) -> None:
    """Throw the draft away."""
    session.pending = None


def pools(session: Session) -> Collection:
    return draft(session).section(POOLS).collection


def sites(session: Session) -> Collection:
    return draft(session).section(SITES).collection


def edits(session: Session) -> list[PendingEdit]:
    """What Register-IisChange noted."""
    noted: list[PendingEdit] = session.state.setdefault(_EDITS, [])
    return noted


def note(session: Session, again: EditStep, params: Params, pool: str | None) -> Changes:
    """Make an edit, note it if it changed something, and return the changes."""
    changes = again(session, params)
    if changes:
        edits(session).append(PendingEdit(again, params, pool, not session.whatif))
    return changes


def shown(element: Element, name: str) -> Any:
    """A value as it stands in a change: empty text is None."""
    value = element.get(name)
    return None if value == "" else value


def put(element: Element, name: str, value: Any, path: str, *, exact: bool = False, secret: bool = False) -> Changes:
    """Set-IisAttribute: nothing if the value is that already; None takes the attribute away."""
    before = shown(element, name)
    old, new = ("" if v is None else str(v) for v in (before, value))
    if old == new or (not exact and old.lower() == new.lower()):
        return []
    if value is None:
        element.delete(name)
    else:
        element.set(name, value)
    if secret:
        return [change(path, before and HIDDEN, value and HIDDEN)]
    return [change(path, before, value)]


def demand(p: Params, name: str, pattern: str) -> None:
    """What ValidatePattern and ValidateSet do for a parameter of text. Raises StepFailure."""
    if not re.fullmatch(pattern, str(p[name]), re.IGNORECASE):
        raise StepFailure(f"Cannot validate argument on parameter '{name}': {p[name]!r} is not accepted.")


def plain(value: Any) -> str:
    """The text of a parameter that may be a secret; None is ''."""
    if isinstance(value, SecretText):
        return value.reveal()
    return "" if value is None else str(value)


def many(value: Any) -> Sequence[Any]:
    """A list parameter: None is empty, one value stands for a list of it."""
    if value is None:
        return []
    return value if isinstance(value, list | tuple) else [value]
