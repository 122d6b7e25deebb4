"""An inventory as text for people: keys in the order in which they were said, with comments."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from iisfleet.inventory.secret import Secret
from iisfleet.inventory.tree import SECRET_TAG

_STEP = 2


def in_one_line(value: Any) -> str:
    """A value as YAML: ``{port: 80, host: shop.example.com}``, ``!secret env:NAME``, quotes where they must be."""
    if isinstance(value, Secret):
        return f"{SECRET_TAG} {value.reference}"
    if isinstance(value, str) and not value.isprintable():
        return _dumped(value, style='"')
    return _dumped(value)


def _dumped(value: Any, style: str | None = None) -> str:
    text: str = yaml.safe_dump(
        value, default_flow_style=True, default_style=style, sort_keys=False, allow_unicode=True, width=float("inf")
    )
    return text.strip().removesuffix("...").rstrip()


class Page:
    """The lines of a file while it is written."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 0

    @property
    def text(self) -> str:
        return "\n".join(self._lines) + "\n"

    def put(self, key: str, value: Any, note: str = "") -> None:
        """``key: value  # note``."""
        self._line(f"{in_one_line(key)}: {in_one_line(value)}", note)

    def item(self, value: Any, note: str = "") -> None:
        """``- value  # note``."""
        self._line(f"- {in_one_line(value)}", note)

    def note(self, text: str) -> None:
        """A line that is a comment; nothing of the text can end it."""
        self._line(f"# {_one_line(text)}" if text else "#")

    def gap(self) -> None:
        """An empty line."""
        self._lines.append("")

    @contextmanager
    def below(self, key: str, note: str = "") -> Iterator[None]:
        """``key:``, and what is put meanwhile stands below it."""
        self._line(f"{in_one_line(key)}:", note)
        self._depth += _STEP
        yield
        self._depth -= _STEP

    def _line(self, text: str, note: str = "") -> None:
        comment = f"  # {_one_line(note)}" if note else ""
        self._lines.append(f"{' ' * self._depth}{text}{comment}")


def _one_line(text: str) -> str:
    """Names on a host may hold what would end a comment."""
    return "".join(c if c.isprintable() else " " for c in text)
