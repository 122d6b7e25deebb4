"""Rules that name the very key they complain about, as pydantic errors."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

Loc = tuple[str | int, ...]


def rule(sentence: str, hint: str | None = None) -> PydanticCustomError:
    """An error for the value at hand; ``sentence`` goes on from the key: ``... may not be empty``."""
    return PydanticCustomError("rule", "{sentence}", {"sentence": sentence, "hint": hint})


class Faults:
    """Collects what is wrong in a mapping, each with its key below it, and raises all of it at once."""

    def __init__(self) -> None:
        self._found: list[InitErrorDetails] = []

    def add(self, loc: str | Loc, sentence: str, hint: str | None = None) -> None:
        where = (loc,) if isinstance(loc, str) else loc
        self._found.append(InitErrorDetails(type=rule(sentence, hint), loc=where, input=None))

    def check(self, loc: str | Loc, test: Callable[[Any], object], value: Any) -> None:
        """Runs a test that raises what ``rule`` makes."""
        try:
            test(value)
        except PydanticCustomError as error:
            context = error.context or {}
            self.add(loc, context["sentence"], context["hint"])

    def throw(self) -> None:
        """Raises ValidationError if anything was found."""
        if self._found:
            raise ValidationError.from_exception_data("inventory", self._found, hide_input=True)
