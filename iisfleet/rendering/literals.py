"""Python values as PowerShell literals.

PowerShell ends a single-quoted string at any of five quote characters (reference: the language's tokenizer,
``CharExtensions.IsSingleQuote``), so each of them is doubled. Nothing else needs an escape inside single quotes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath
from typing import Any

from iisfleet.inventory import Secret

_QUOTES = "'\u2018\u2019\u201a\u201b"
_DOUBLED = str.maketrans({quote: quote * 2 for quote in _QUOTES})
_INT64 = range(-(2**63), 2**63)


class Raw(str):
    """Text that is PowerShell already: ``{{ value | raw }}`` in a template."""

    __slots__ = ()


@dataclass(frozen=True)
class SecretReference:
    """A secret by its name: rendered as a look-up, so that the value never stands in a script."""

    name: str


class UnrenderableValue(ValueError):
    """PowerShell has no literal for the value."""


def to_literal(value: Any) -> str:
    """The PowerShell literal of a Python value.

    None, bool, int, float, str, enums of these, paths, mappings with string keys, other iterables (as arrays), and
    secrets, which become ``$Secrets['name']``. Raises UnrenderableValue for text that no script may hold (NUL, lone
    surrogates), for integers beyond 64 bits, for infinite numbers, and for anything else.
    """
    match value:
        case Raw():
            return str(value)
        case None:
            return "$null"
        case bool():
            return "$true" if value else "$false"
        case Enum():
            return to_literal(value.value)
        case int():
            return _integer(value)
        case float():
            return _real(value)
        case str():
            return _string(value)
        case PurePath():
            return _string(str(value))
        case Secret() | SecretReference():
            return f"$Secrets[{_string(value.name)}]"
        case Mapping():
            return _hashtable(value)
        case Iterable():
            return _array([to_literal(item) for item in value])
    raise UnrenderableValue(f"no PowerShell literal for {type(value).__name__}")


def _array(items: list[str]) -> str:
    # @( ) unrolls an array that is its only item; before one of several, the comma would wrap it once more.
    alone = len(items) == 1 and items[0].startswith("@(")
    return f"@(,{items[0]})" if alone else f"@({', '.join(items)})"


def _integer(value: int) -> str:
    if value not in _INT64:
        raise UnrenderableValue(f"{value} does not fit in 64 bits")
    # The tokenizer reads the digits first and negates then: the smallest number has no literal of its own.
    return "[long]::MinValue" if value == _INT64.start else str(value)


def _real(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        raise UnrenderableValue(f"{value} is not a finite number")
    return repr(value)


def _string(value: str) -> str:
    if "\0" in value:
        raise UnrenderableValue("a PowerShell string of a script cannot hold NUL")
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise UnrenderableValue("the text holds half of a surrogate pair")
    return "'" + value.translate(_DOUBLED) + "'"


def _hashtable(value: Mapping[Any, Any]) -> str:
    folded: set[str] = set()
    for key in value:
        if not isinstance(key, str):
            raise UnrenderableValue(f"a key must be text, not {type(key).__name__}")
        if key.casefold() in folded:
            raise UnrenderableValue(f"PowerShell's hashtables ignore case: the key {key!r} stands twice")
        folded.add(key.casefold())
    entries = "; ".join(f"{_string(key)} = {to_literal(item)}" for key, item in value.items())
    return f"@{{ {entries} }}" if entries else "@{ }"
