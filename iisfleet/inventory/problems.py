"""What pydantic found, said to a person: file, line, key path, sentence, hint."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from iisfleet.errors import Problem
from iisfleet.inventory.nearest import did_you_mean
from iisfleet.inventory.secret import Secret
from iisfleet.inventory.tree import Node, join

_EXPECTS: Final = {
    "int_type": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_type": "text",
    "path_type": "a path",
    "tuple_type": "a list",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
}
_MUST: Final = {
    "multiple_of": "must be a multiple of {multiple_of}",
    "greater_than_equal": "must be at least {ge}",
    "greater_than": "must be more than {gt}",
    "less_than_equal": "must be at most {le}",
    "string_pattern_mismatch": "does not have the form that is expected",
    "string_too_short": "may not be empty",
    "too_short": "may not be empty",
}
_MAY_BE_SECRET: Final = re.compile(r"(^|\.)(env|password)(\.|$)")


def at(node: Node, loc: tuple[str | int, ...]) -> tuple[Node, str]:
    """The deepest node on the way, and the dotted key path of what was looked for."""
    key = node.key
    for number, part in enumerate(loc):
        child = node.child(part)
        if child is None:
            for rest in loc[number:]:
                key = join(key, rest)
            return node, key
        node, key = child, child.key
    return node, key


def translate(error: ValidationError, model: type[BaseModel], node: Node, file: Path) -> Iterator[Problem]:
    """One Problem for each error, at the line where the value stands."""
    details = error.errors(include_url=False, include_input=False)
    for detail in details:
        if _is_echo(detail, details):
            continue
        place, key = at(node, detail["loc"])
        sentence, hint = _say(detail, model, place)
        yield Problem(file, sentence, place.line, key, hint)


def _is_echo(detail: Any, details: Sequence[Any]) -> bool:
    """A default that waited for a value that is wrong, a list that is empty because its items are all wrong."""
    if detail["type"] == "default_factory_not_called":
        return True
    loc = detail["loc"]
    return detail["type"] == "too_short" and any(d["loc"][: len(loc)] == loc != d["loc"] for d in details)


def _say(detail: Any, model: type[BaseModel], place: Node) -> tuple[str, str | None]:
    kind, context = detail["type"], detail.get("ctx") or {}
    if kind == "rule":
        return context["sentence"], context["hint"]
    if kind == "missing":
        return "is missing", _example(model, detail["loc"])
    if kind == "extra_forbidden":
        return "is not a known key", did_you_mean(str(detail["loc"][-1]), _keys(model, detail["loc"][:-1]))
    if kind == "literal_error":
        near = did_you_mean(str(place.value), re.findall(r"'([^']+)'", context["expected"]))
        return f"must be {context['expected']}, found {found(place)}", near if near and near[:3] == "did" else None
    if kind in _EXPECTS:
        quote = kind == "string_type" and isinstance(place.value, bool | int | float)
        hint = "write it in quotes" if quote else _example(model, detail["loc"])
        return f"expects {_EXPECTS[kind]}, found {found(place)}", hint
    if kind in _MUST:
        return f"{_MUST[kind].format(**context)}, found {found(place)}", _example(model, detail["loc"])
    return f"cannot be used: {detail['msg']}", None


def found(node: Node) -> str:
    """A value as the person wrote it, cut short; never a secret, nor what may be one in a wrong form."""
    if isinstance(node.value, Secret):
        return "a secret"
    if isinstance(node.value, str) and _MAY_BE_SECRET.search(node.key):
        return "text"
    if isinstance(node.value, dict | list):
        return "a mapping" if isinstance(node.value, dict) else "a list"
    if node.value is None or node.value == "":
        return "nothing"
    text = str(node.value).lower() if isinstance(node.value, bool) else str(node.value)
    return f"'{text[:60]}...'" if len(text) > 60 else f"'{text}'"


def _keys(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """The keys that a mapping at ``loc`` may have; those that are keys of a mapping above cannot be written."""
    inner = _walk(model, loc)
    return [key for key in inner.model_fields if (inner.__name__, key) not in _GIVEN] if inner else []


_GIVEN: Final = {("Site", "name"), ("Application", "path")}


def _example(model: type[BaseModel], loc: tuple[str | int, ...]) -> str | None:
    inner = _walk(model, loc[:-1])
    field = inner.model_fields.get(str(loc[-1])) if inner and loc else None
    if field is None or not field.examples:
        return None
    return f"for example {loc[-1]}: {field.examples[0]}"


def _walk(model: type[BaseModel] | None, loc: tuple[str | int, ...]) -> type[BaseModel] | None:
    annotation: Any = model
    for part in loc:
        if get_origin(annotation) is dict:
            annotation = get_args(annotation)[1]
        elif isinstance(part, str):
            inner = _model_in(annotation)
            field = inner.model_fields.get(part) if inner else None
            annotation = field.annotation if field else None
    return _model_in(annotation)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, BaseModel) else None
    if get_origin(annotation) in (Union, UnionType, tuple):
        return next((inner for inner in map(_model_in, get_args(annotation)) if inner), None)
    return None


class Problems:
    """Collects problems of one file; the same one, found again through another host, counts once."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._found: dict[Problem, None] = {}

    def add(self, node: Node, sentence: str, hint: str | None = None) -> None:
        self.extend([Problem(self.file, sentence, node.line, node.key or None, hint)])

    def extend(self, problems: Iterable[Problem]) -> None:
        self._found.update(dict.fromkeys(problems))

    def sorted(self) -> list[Problem]:
        """In the order of the file."""
        return sorted(self._found, key=lambda p: (p.line or 0, p.key or "", p.sentence))
