"""Literals of PowerShell, as scripts and DSC documents have them."""

import re
from dataclasses import dataclass
from typing import Any

from winlab.windows.errors import NotEmulated

QUOTES = "'\u2018\u2019\u201a\u201b"  # PowerShell takes each of them for a single quote
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


def parse_literal(text: str) -> Any:
    """The value of a literal: str, int, float, bool, None, list, dict or SecretName. Raises NotEmulated."""
    cursor = Cursor(text, 0)
    cursor.skip(SPACE)
    value = cursor.value()
    cursor.skip(SPACE)
    if cursor.position != len(text):
        raise cursor.unknown("the end")
    return value


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
