"""Reads a rendered script as data: which steps it calls, phase by phase, with literals only.

The exact forms of templates/frame.ps1.j2 are understood and nothing else: a script that says anything in another
way raises NotEmulated, it is never half obeyed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from winlab.windows.errors import NotEmulated
from winlab.windows.literals import GAP, QUOTES, SPACE, Cursor

_BLOCK = re.compile(
    r"<\#.*?\#>"
    rf"|^[ \t]*Invoke-Phase[ \t]+[{QUOTES}](?P<phase>\w+)[{QUOTES}][ \t]*\{{"
    r"|^[ \t]*\$Reverting[ \t]*=[ \t]*(?P<reverting>\{)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Step:
    """One Invoke-Step: name of the host function, parameters as Python values."""

    name: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class Phase:
    """One Invoke-Phase."""

    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Reading:
    """What a script does; reverting is None if it has no $Reverting block."""

    phases: tuple[Phase, ...]
    reverting: tuple[Step, ...] | None


def read_script(text: str) -> Reading:
    """The phases of a rendered script. Raises NotEmulated for anything but the forms of the frame."""
    phases: list[Phase] = []
    reverting: tuple[Step, ...] | None = None
    position = 0
    while found := _BLOCK.search(text, position):
        position = found.end()
        if found["phase"]:
            steps, position = _read_steps(Cursor(text, position))
            phases.append(Phase(found["phase"], steps))
        elif found["reverting"]:
            reverting, position = _read_steps(Cursor(text, position))
    if not phases:
        raise NotEmulated("a script without Invoke-Phase (only rendered scripts run in the emulated shell)")
    return Reading(tuple(phases), reverting)


def _read_steps(cursor: Cursor) -> tuple[tuple[Step, ...], int]:
    """Invoke-Step calls up to the closing brace; (steps, position after it)."""
    steps: list[Step] = []
    while True:
        cursor.skip(SPACE)
        if cursor.takes("}"):
            return tuple(steps), cursor.position
        if cursor.word() != "Invoke-Step":
            raise cursor.unknown("Invoke-Step or }")
        steps.append(_read_step(cursor))


def _read_step(cursor: Cursor) -> Step:
    cursor.skip(GAP)
    name = cursor.string() if cursor.at(QUOTES) else cursor.word()
    cursor.skip(GAP)
    parameters = cursor.table() if cursor.takes("@{") else {}
    cursor.skip(GAP)
    if not cursor.at("\r\n;}#"):
        raise cursor.unknown("the end of the step")
    cursor.takes(";")
    return Step(name, parameters)
