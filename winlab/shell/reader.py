"""Reads a rendered script as data: which steps it calls, phase by phase, with literals only.

The exact forms of templates/frame.ps1.j2 are understood and nothing else: a script that says anything in another
way raises NotEmulated, it is never half obeyed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from winlab.windows.errors import NotEmulated

QUOTES = "'\u2018\u2019\u201a\u201b"  # PowerShell takes each of them for a single quote

_BLOCK = re.compile(
    r"<\#.*?\#>"
    rf"|^[ \t]*Invoke-Phase[ \t]+[{QUOTES}](?P<phase>\w+)[{QUOTES}][ \t]*\{{"
    r"|^[ \t]*\$Reverting[ \t]*=[ \t]*(?P<reverting>\{)",
    re.MULTILINE | re.DOTALL,
)
SPACE = re.compile(r"(?:\s|#[^\n]*)*")
GAP = re.compile(r"[ \t]*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_CONSTANT = re.compile(r"\$(true|false|null)\b", re.IGNORECASE)
_SECRETS = re.compile(r"\$Secrets\[", re.IGNORECASE)


@dataclass(frozen=True)
class SecretName:
    """$Secrets['name'] in a script: the value comes with the parameters."""

    name: str


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


def parse_literal(text: str) -> Any:
    """The value of a literal: str, int, float, bool, None, list, dict or SecretName. Raises NotEmulated."""
    cursor = Cursor(text, 0)
    cursor.skip(SPACE)
    value = cursor.value()
    cursor.skip(SPACE)
    if cursor.position != len(text):
        raise cursor.unknown("the end")
    return value


def _read_steps(cursor: "Cursor") -> tuple[tuple[Step, ...], int]:
    """Invoke-Step calls up to the closing brace; (steps, position after it)."""
    steps: list[Step] = []
    while True:
        cursor.skip(SPACE)
        if cursor.takes("}"):
            return tuple(steps), cursor.position
        if cursor.word() != "Invoke-Step":
            raise cursor.unknown("Invoke-Step or }")
        steps.append(_read_step(cursor))


def _read_step(cursor: "Cursor") -> Step:
    cursor.skip(GAP)
    name = cursor.string() if cursor.at(QUOTES) else cursor.word()
    cursor.skip(GAP)
    parameters = cursor.table() if cursor.takes("@{") else {}
    cursor.skip(GAP)
    if not cursor.at("\r\n;}#"):
        raise cursor.unknown("the end of the step")
    cursor.takes(";")
    return Step(name, parameters)


class Cursor:
    """A recursive-descent reader of literals over one text."""

    def __init__(self, text: str, position: int) -> None:
        self.text, self.position = text, position

    def unknown(self, wanted: str) -> NotEmulated:
        line = self.text.count("\n", 0, self.position) + 1
        found = self.text[self.position : self.position + 40].split("\n")[0]
        return NotEmulated(f"line {line} of the script: {wanted} expected, found {found!r}")

    def at(self, characters: str) -> bool:
        return self.position < len(self.text) and self.text[self.position] in characters

    def takes(self, token: str) -> bool:
        if not self.text.startswith(token, self.position):
            return False
        self.position += len(token)
        return True

    def skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.position)
        self.position = found.end() if found else self.position

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.position)
        if found:
            self.position = found.end()
        return found

    def word(self) -> str:
        found = self.match(_WORD)
        if not found:
            raise self.unknown("a name")
        return found[0]

    def value(self) -> Any:
        if self.at(QUOTES):
            return self.string()
        if self.takes("@("):
            return self.array()
        if self.takes("@{"):
            return self.table()
        if found := self.match(_CONSTANT):
            return {"true": True, "false": False, "null": None}[found[1].lower()]
        if self.match(_SECRETS):
            return self.secret()
        if found := self.match(_NUMBER):
            return float(found[0]) if any(c in found[0] for c in ".eE") else int(found[0])
        raise self.unknown("a literal")

    def string(self) -> str:
        """'...': two quote characters in a row, whichever of the five, are one (the second) in the text."""
        self.position += 1
        parts: list[str] = []
        while self.position < len(self.text):
            character = self.text[self.position]
            self.position += 1
            if character in QUOTES:
                if not self.at(QUOTES):
                    return "".join(parts)
                character = self.text[self.position]
                self.position += 1
            parts.append(character)
        raise self.unknown("a closing quote")

    def array(self) -> list[Any]:
        items: list[Any] = []
        self.skip(SPACE)
        if self.takes(","):  # @(,@(1)): the comma keeps an only array from being unrolled
            items.append(self.value())
            self.skip(SPACE)
            self.expect(")")
            return items
        while not self.takes(")"):
            items.append(self.value())
            self.skip(SPACE)
            if not self.at(")"):
                self.expect(",")
                self.skip(SPACE)
                if self.at(")"):
                    raise self.unknown("a literal")
        return items

    def table(self) -> dict[str, Any]:
        items: dict[str, Any] = {}
        self.skip(SPACE)
        while not self.takes("}"):
            key = self.string() if self.at(QUOTES) else self.word()
            if key.lower() in (known.lower() for known in items):
                raise self.unknown(f"a key other than {key}")
            self.skip(GAP)
            self.expect("=")
            self.skip(SPACE)
            items[key] = self.value()
            self.skip(GAP)
            if not self.at(";}\r\n#"):
                raise self.unknown("; or } or a new line")
            self._separators()
        return items

    def secret(self) -> SecretName:
        if not self.at(QUOTES):
            raise self.unknown("a quoted name")
        name = self.string()
        self.expect("]")
        return SecretName(name)

    def _separators(self) -> None:
        self.skip(SPACE)
        while self.takes(";"):
            self.skip(SPACE)

    def expect(self, token: str) -> None:
        if not self.takes(token):
            raise self.unknown(token)
