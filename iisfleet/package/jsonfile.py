"""JSON as .NET reads it: with a byte order mark, comments and commas at the end of a list."""

import json
import re
from typing import Any

# A text in quotes is matched first, so that // within one is left alone. An unclosed comment stays: an error.
_TOKENS = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING = re.compile(r'("(?:\\.|[^"\\\n])*")|,(?=\s*[}\]])')


class MalformedFileError(ValueError):
    """A file of the package cannot be parsed; ``line`` counts from 1."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def parse_json(data: bytes) -> dict[str, Any]:
    """Parses a JSON object; raises MalformedFileError with the line."""
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(_TRAILING.sub(r"\1", _TOKENS.sub(_without_comment, text)))
    except UnicodeDecodeError as error:
        raise MalformedFileError("it is not UTF-8", data.count(b"\n", 0, error.start) + 1) from error
    except json.JSONDecodeError as error:
        raise MalformedFileError(error.msg, error.lineno) from error
    except RecursionError as error:
        raise MalformedFileError("it is nested too deeply") from error
    if not isinstance(value, dict):
        raise MalformedFileError("it holds no object", 1)
    return value


def _without_comment(token: re.Match[str]) -> str:
    return token[0] if token[0][0] == '"' else re.sub(r"[^\n]", " ", token[0])


def mapping(value: object) -> dict[str, Any]:
    """The value if it is an object, else an empty one: a part of the wrong type is as good as absent."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[dict[str, Any]]:
    """The objects of a list; empty if it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
