"""IIS's configuration schema: types, defaults, validation of every attribute (schema.json names the sources)."""

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files
from typing import Any

from winlab.windows.errors import ConfigurationError

Value = bool | int | str
_SPAN = re.compile(r"^(?:(\d+)\.)?(\d+):(\d\d):(\d\d)(?:\.\d+)?$")
_FORBIDDEN_IN_POOLS = set('|<>&"/[]+=;:,?*@\\')


@dataclass(frozen=True)
class Attribute:
    """One attribute. default: what the schema states, else the empty string, 0 or false."""

    name: str
    kind: str
    default: Value
    required: bool = False
    key: bool = False
    encrypted: bool = False
    case_sensitive: bool = False
    names: Mapping[str, int] = field(default_factory=dict)
    check: Mapping[str, Any] = field(default_factory=dict)

    def parse(self, text: str) -> Value:
        """The value of text in the file. Raises ConfigurationError."""
        return _parse(self, text)

    def accept(self, value: Any) -> Value:
        """A value that somebody sets, checked as IIS does. Raises ConfigurationError."""
        typed = _typed(self, value)
        _validate(self, typed)
        return typed

    def text(self, value: Value) -> str:
        """A value as it stands in the file."""
        return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True)
class Collection:
    """A collection: the item's element name and shape, and the names of its keys."""

    add: str
    item: "Shape"
    keys: tuple[str, ...] = ()
    combined: bool = False
    remove: str | None = None
    clear: str | None = None
    default_element: str | None = None


@dataclass(frozen=True)
class Shape:
    """What an element may hold."""

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    elements: Mapping[str, "Shape"] = field(default_factory=dict)
    collection: Collection | None = None


def section_shape(path: str) -> Shape:
    """Raises ConfigurationError for a section that is not registered."""
    found = _sections().get(path.lower())
    if found is None:
        raise ConfigurationError(f"unrecognized configuration section {path}")
    return found


def section_paths() -> list[str]:
    """The sections there are, as 'system.webServer/handlers'."""
    return list(_document()["sections"])


def span_text(span: timedelta) -> str:
    """`[d.]hh:mm:ss`, as .NET and the file write a TimeSpan."""
    hours, rest = divmod(span.seconds, 3600)
    return f"{f'{span.days}.' if span.days else ''}{hours:02}:{rest // 60:02}:{rest % 60:02}"


def parse_span(text: str) -> timedelta:
    """Raises ConfigurationError. The schema itself writes hours above 23 ('29:00:00')."""
    match = _SPAN.match(text)
    if not match:
        raise ConfigurationError(f"{text!r} is no time span")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


@functools.cache
def _document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("winlab.windows").joinpath("schema.json").read_text("utf-8"))
    return loaded


@functools.cache
def _sections() -> dict[str, Shape]:
    return {path.lower(): _shape(raw) for path, raw in _document()["sections"].items()}


def _shape(raw: Mapping[str, Any]) -> Shape:
    return Shape(
        {name: _attribute(name, a) for name, a in raw.get("attributes", {}).items() if not a.get("dynamic")},
        {name: _shape(e) for name, e in raw.get("elements", {}).items()},
        _collection(raw["collection"]) if "collection" in raw else None,
    )


def _collection(raw: Mapping[str, Any]) -> Collection:
    combined = "combinedKey" in raw
    return Collection(
        raw["add"],
        _shape(raw),
        tuple(raw.get("combinedKey" if combined else "uniqueKeys", ())),
        combined,
        raw.get("remove"),
        raw.get("clear"),
        raw.get("defaultElement"),
    )


def _attribute(name: str, raw: Mapping[str, Any]) -> Attribute:
    kind = raw["type"]
    bare = Attribute(
        name,
        kind,
        {"bool": False, "uint": 0, "int": 0, "int64": 0}.get(kind, ""),
        bool(raw.get("required")),
        "key" in raw,
        bool(raw.get("encrypted")),
        bool(raw.get("caseSensitive")),
        raw.get("enum") or raw.get("flags") or {},
        raw.get("validate") or {},
    )
    if "default" not in raw or bare.encrypted:
        return bare
    return Attribute(**{**vars(bare), "default": _parse(bare, raw["default"])})


def _parse(attribute: Attribute, text: str) -> Value:
    wrong = ConfigurationError(f"{attribute.name}: {text!r} is no {attribute.kind}")
    match attribute.kind:
        case "bool":
            if text.lower() not in ("true", "false"):
                raise wrong
            return text.lower() == "true"
        case "uint" | "int" | "int64":
            if not re.fullmatch(r"-?\d+", text):
                raise wrong
            return int(text)
        case "enum" | "flags":
            return _names(attribute, text)
        case "timeSpan":
            return span_text(parse_span(text))
        case _:
            return text


def _names(attribute: Attribute, text: str) -> str:
    known = {name.lower(): name for name in attribute.names}
    parts = [part.strip() for part in text.split(",") if part.strip()] if attribute.kind == "flags" else [text]
    for part in parts:
        if known and part.lower() not in known:
            allowed = ", ".join(attribute.names)
            raise ConfigurationError(f"{attribute.name}: {part!r} must be one of {allowed}")
    return ", ".join(known.get(part.lower(), part) for part in parts)


def _typed(attribute: Attribute, value: Any) -> Value:
    if isinstance(value, timedelta) and attribute.kind == "timeSpan":
        return span_text(value)
    if attribute.kind == "bool" and not isinstance(value, bool):
        raise ConfigurationError(f"{attribute.name} must be a bool, not {value!r}")
    if attribute.kind in ("uint", "int", "int64") and (isinstance(value, bool) or not isinstance(value, int)):
        raise ConfigurationError(f"{attribute.name} must be a number, not {value!r}")
    if attribute.kind == "enum" and isinstance(value, int):
        return next((name for name, number in attribute.names.items() if number == value), str(value))
    if not isinstance(value, bool | int | str):
        raise ConfigurationError(f"{attribute.name} cannot be {value!r}")
    return _parse(attribute, attribute.text(value))


def _validate(attribute: Attribute, value: Value) -> None:
    text, check = str(value), attribute.check
    if attribute.kind == "uint" and not 0 <= int(value) <= 4294967295:
        raise ConfigurationError(f"{attribute.name} must be a number from 0 to 4294967295, not {value}")
    match check.get("kind"):
        case "integerRange":
            if (check["min"] <= int(value) <= check["max"]) == bool(check.get("exclude")):
                raise ConfigurationError(
                    f"{attribute.name}: integer value must be between {_range(check)}, not {value}"
                )
        case "timeSpanRange":
            seconds = parse_span(text).total_seconds()
            if not check["min"] <= seconds <= check["max"] or seconds % check.get("step", 1):
                raise ConfigurationError(f"{attribute.name}: time span must be between {_range(check)} s, not {value}")
        case "nonEmptyString" if not text:
            raise ConfigurationError(f"{attribute.name}: string must not be empty")
        case "applicationPoolName" if set(text) & _FORBIDDEN_IN_POOLS:
            raise ConfigurationError(f"the application pool name {text!r} has a character that IIS does not allow")
        case "siteName" if set(text) & set("/?"):
            raise ConfigurationError(f"the site name {text!r} has a character that IIS does not allow")
        case "applicationPath" | "virtualDirectoryPath" if text and not _is_path(text):
            raise ConfigurationError(f"{attribute.name}: invalid application path {text!r}")
        case "requireTrimmedString" if text != text.strip():
            raise ConfigurationError(f"{attribute.name}: string must not have white space at its ends")


def _range(check: Mapping[str, Any]) -> str:
    step = f" in steps of {check['step']}" if check.get("step", 1) > 1 else ""
    return f"{check['min']} and {check['max']}{step}{' exclusive' if check.get('exclude') else ''}"


def _is_path(text: str) -> bool:
    parts = text.split("/")
    return text == "/" or (text.startswith("/") and not text.endswith("/") and not {".", ".."} & set(parts))
