"""YAML as a tree of nodes that know where they stand.

Built from the events of the parser: no recursion that a deeply nested file could exhaust, and aliases share their
node instead of multiplying it. Plain scalars follow YAML 1.2 (``13:00``, ``yes`` and ``2026-01-01`` are text).
"""

import re
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from iisfleet.errors import ConfigError, Problem
from iisfleet.inventory.nearest import did_you_mean
from iisfleet.inventory.secret import EXAMPLES, SCHEMES, Secret

Scalar = str | int | float | bool | Secret | None
MAX_DEPTH: Final = 40
MAX_VALUES: Final = 1_000_000
SECRET_TAG: Final = "!secret"  # noqa: S105 - the name of a tag
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE: Final = "tag:yaml.org,2002:"
_TAGS: Final = {None, "!", *(_CORE + kind for kind in ("str", "int", "float", "bool", "null", "map", "seq"))}
_WORDS: Final[dict[str, bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")


class Node(NamedTuple):
    """A value with its line (from 1; None if it does not come from the file) and its dotted key path."""

    value: "dict[str, Node] | list[Node] | Scalar"
    line: int | None
    key: str

    def child(self, part: str | int) -> "Node | None":
        """The child of a key or index; an index into a mapping counts the keys that are not null."""
        if isinstance(self.value, dict):
            if isinstance(part, str):
                return self.value.get(part)
            written = [child for child in self.value.values() if child.value is not None]
            return written[part] if part < len(written) else None
        items = self.items()
        return items[part] if isinstance(part, int) and part < len(items) else None

    def mapping(self) -> "dict[str, Node]":
        """The children of a mapping; empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    def items(self) -> "list[Node]":
        """The items of a list; empty for anything else."""
        return self.value if isinstance(self.value, list) else []


def join(path: str, part: str | int) -> str:
    """``hosts.web01`` and ``bindings`` and 0: ``hosts.web01.bindings[0]``."""
    if isinstance(part, int):
        return f"{path}[{part}]"
    return f"{path}.{part}" if path else part


def plain(node: Node) -> Any:
    """The tree as dicts, lists and scalars; a key whose value is null counts as not written."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items() if child.value is not None}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def from_plain(value: Any, key: str) -> Node:
    """A tree of values that come from the program, not from the file."""
    if isinstance(value, dict):
        return Node({str(k): from_plain(v, join(key, str(k))) for k, v in value.items()}, None, key)
    if isinstance(value, (list, tuple)):
        return Node([from_plain(v, join(key, i)) for i, v in enumerate(value)], None, key)
    return Node(value, None, key)


def load_tree(path: Path) -> Node:
    """Reads and parses a file. Raises ConfigError, with every problem that the parser can tell apart."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError([Problem(path, "is not UTF-8 text", line, hint="save the file as UTF-8")]) from None
    except OSError as error:
        raise ConfigError([Problem(path, f"cannot be read: {error.strerror or error}")]) from None
    return parse_tree(text, path)


def parse_tree(text: str, path: Path) -> Node:
    """Parses YAML text; ``path`` is named in the problems. Raises ConfigError."""
    builder = _Builder(path)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        builder.problems.append(_malformed(error, text, path))
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        builder.problems.append(Problem(path, "has a character that YAML does not allow", line))
    except _TooMuch as error:
        builder.problems.append(Problem(path, error.sentence, error.line))
    if builder.problems:
        raise ConfigError(builder.problems)
    if builder.root is None or builder.root.value is None:
        raise ConfigError([Problem(path, "is empty", hint="an inventory needs at least hosts: and one host")])
    return builder.root


def _malformed(error: yaml.MarkedYAMLError, text: str, path: Path) -> Problem:
    mark = error.problem_mark or error.context_mark
    said = ", ".join(part for part in (error.context, error.problem) if part)
    lines = text.split("\n")
    at_tab = mark is not None and mark.line < len(lines) and "\t" in lines[mark.line]
    hint = "indent with spaces, never with tabs" if at_tab else None
    return Problem(path, f"is not YAML: {said}", mark.line + 1 if mark else None, hint=hint)


class _TooMuch(Exception):
    def __init__(self, sentence: str, line: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.line = line


class _Anchor(NamedTuple):
    """A node that aliases may name, with what it is when all aliases in it are written out."""

    node: Node
    weight: int
    height: int


class _Frame:
    """A mapping or list that is still open."""

    __slots__ = ("anchor", "height", "items", "key", "line", "mapping", "pending", "weight")

    def __init__(self, event: Any, line: int, key: str) -> None:
        self.anchor: str | None = event.anchor
        self.mapping = isinstance(event, yaml.MappingStartEvent)
        self.items: Any = {} if self.mapping else []
        self.line = line
        self.key = key
        self.pending: tuple[str, int] | None = None
        self.weight = 1
        self.height = 1


class _Builder:
    """Turns the parser's events into nodes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchor] = {}

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._problem("holds a second document (---)", _line(event), "")

    def _problem(self, sentence: str, line: int, key: str, hint: str | None = None) -> None:
        self.problems.append(Problem(self.path, sentence, line, key or None, hint))

    def _scalar(self, event: Any) -> None:
        if self._expects_key():
            self._key(event)
            return
        line, key = self._place(event)
        self._add(event.anchor, _Anchor(Node(self._value(event, line, key), line, key), 1, 0))

    def _expects_key(self) -> bool:
        return bool(self._stack) and self._stack[-1].mapping and self._stack[-1].pending is None

    def _key(self, event: Any) -> None:
        frame = self._stack[-1]
        line, path = _line(event), join(frame.key, event.value)
        if event.value in frame.items:
            self._problem(f"'{event.value}' is said twice (first in line {frame.items[event.value].line})", line, path)
        if event.value == "<<" or event.tag == SECRET_TAG:
            self._problem(f"'{event.value}' cannot be a key", line, path, "merge keys are not used: groups: do that")
        frame.pending = (event.value, line)

    def _place(self, event: Any) -> tuple[int, str]:
        """Where the next node stands: a value at its key's line."""
        if not self._stack:
            return _line(event), ""
        frame = self._stack[-1]
        if not frame.mapping:
            return _line(event), join(frame.key, len(frame.items))
        name, line = frame.pending or ("?", _line(event))
        return line, join(frame.key, name)

    def _value(self, event: Any, line: int, key: str) -> Scalar:
        if event.tag == SECRET_TAG:
            return self._secret(event.value.strip(), line, key)
        if event.tag is None:
            return _plain_scalar(event.value) if event.implicit[0] else str(event.value)
        self._check_tag(event, line, key)
        return str(event.value) if event.tag == f"{_CORE}str" else _plain_scalar(event.value)

    def _check_tag(self, event: Any, line: int, key: str) -> None:
        if event.tag not in _TAGS:
            self._problem(f"has the unknown tag {event.tag}", line, key, f"the only tag is {SECRET_TAG}")

    def _secret(self, reference: str, line: int, key: str) -> Secret:
        scheme, colon, rest = reference.partition(":")
        if scheme not in SCHEMES or not colon or not rest.strip():
            near = did_you_mean(scheme, SCHEMES) if colon and scheme not in SCHEMES else None
            self._problem("is not a secret reference", line, key, near or f"write one like {', '.join(EXAMPLES)}")
        elif scheme == "keyring" and not all(rest.rpartition("/")[::2]):
            self._problem("is not a keyring reference", line, key, "write !secret keyring:SERVICE/NAME")
        return Secret(reference, line=line, key=key)

    def _alias(self, event: Any) -> None:
        line, key = self._place(event)
        anchor = self._anchors.get(event.anchor) or _Anchor(Node(None, line, key), 1, 0)
        if event.anchor not in self._anchors:
            self._problem(f"names the anchor '{event.anchor}', which is not complete here", line, key)
        if self._expects_key():
            self._problem("an alias cannot be a key", line, key)
            self._stack[-1].pending = ("*", line)
            return
        self._check_size(anchor, line)
        self._add(None, anchor)

    def _check_size(self, more: _Anchor | None, line: int) -> None:
        """Aliases of aliases can make a short file endless."""
        height, weight = (more.height, more.weight) if more else (1, 0)
        if len(self._stack) + height > MAX_DEPTH:
            raise _TooMuch(f"is nested more than {MAX_DEPTH} levels deep", line)
        if weight > 1 and sum(frame.weight for frame in self._stack) + weight > MAX_VALUES:
            raise _TooMuch(f"holds more than {MAX_VALUES} values when its aliases are written out", line)

    def _open(self, event: Any) -> None:
        self._check_size(None, _line(event))
        if self._expects_key():
            self._problem("a key must be text", _line(event), self._stack[-1].key)
            self._stack.append(_Frame(event, _line(event), self._stack[-1].key))
            return
        line, key = self._place(event)
        if event.tag == SECRET_TAG:
            self._problem("a secret is one line of text", line, key, f"write {EXAMPLES[0]}")
        else:
            self._check_tag(event, line, key)
        self._stack.append(_Frame(event, line, key))

    def _close(self) -> None:
        frame = self._stack.pop()
        if self._expects_key():
            self._stack[-1].pending = ("?", frame.line)
            return
        self._add(frame.anchor, _Anchor(Node(frame.items, frame.line, frame.key), frame.weight, frame.height))

    def _add(self, name: str | None, anchor: _Anchor) -> None:
        if name is not None:
            self._anchors[name] = anchor
        if not self._stack:
            self.root = self.root or anchor.node
            return
        frame = self._stack[-1]
        frame.weight += anchor.weight
        frame.height = max(frame.height, anchor.height + 1)
        self._put(frame, anchor.node)

    def _put(self, frame: _Frame, node: Node) -> None:
        if not frame.mapping:
            frame.items.append(node)
            return
        name, frame.pending = (frame.pending or ("?", 0))[0], None
        frame.items.setdefault(name, node)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _plain_scalar(text: str) -> Scalar:
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
