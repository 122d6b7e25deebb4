"""Reads a rendered DSC configuration: the part of the language that our documents use, and nothing else.

One configuration, one import, one node; resources with properties, one a line; values are single-quoted strings, whole
numbers, ``$true``, ``$false`` and arrays of these.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

# PowerShell ends a string at any of these, and two in a row stand for one (rendering/literals.py).
_Q: Final = "'\u2018\u2019\u201a\u201b"
_TOKENS: Final = re.compile(
    rf"""(?P<space>[ \t]+) | (?P<newline>\r?\n) | (?P<comment>\#[^\n]*)
      | (?P<string>[{_Q}](?:[^{_Q}]|[{_Q}]{{2}})*[{_Q}](?![{_Q}]))
      | (?P<variable>\$[A-Za-z_]\w*(?:\[[^\]\n]*\])?)
      | (?P<word>-?[A-Za-z0-9_][\w.-]*)
      | (?P<mark>@\(|[(){{}}=,;])""",
    re.VERBOSE,
)
_PAIR: Final = re.compile(rf"([{_Q}])[{_Q}]")
_NUMBER: Final = re.compile(r"-?[0-9]+")


class DocumentError(Exception):
    """The text is not of that language; ``line`` counts from 1."""

    def __init__(self, sentence: str, line: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.line = line


class Variable(str):
    """The text of a variable, such as ``$Secrets['x']``: read, so that a check can say why it may not stand there."""


Scalar = str | int | bool | Variable
Value = Scalar | tuple[Scalar, ...]


@dataclass(frozen=True)
class Property:
    name: str
    value: Value
    line: int


@dataclass(frozen=True)
class Resource:
    """A block ``Type Name { ... }``; properties in the order in which they are written, doubles included."""

    type: str
    name: str
    line: int
    properties: tuple[Property, ...]

    @property
    def id(self) -> str:
        """``[Type]Name``, as DependsOn writes it."""
        return f"[{self.type}]{self.name}"

    def value(self, name: str) -> Value | None:
        return next((p.value for p in self.properties if p.name.casefold() == name.casefold()), None)


@dataclass(frozen=True)
class Document:
    """A configuration with one node. ``module`` is the one that it imports."""

    name: str
    module: str
    node: str
    resources: tuple[Resource, ...]


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def read_document(text: str) -> Document:
    """Reads a rendered configuration. Raises DocumentError at the first thing that is not of the language."""
    return _Reader(list(_tokens(text))).document()


def _tokens(text: str) -> Iterator[_Token]:
    position, line = 0, 1
    while position < len(text):
        found = _TOKENS.match(text, position)
        if found is None:
            raise DocumentError(f"does not go on here: {_shown(text, position)}", line)
        kind = found.lastgroup or ""
        if kind not in ("space", "comment"):
            yield _Token(kind, found.group(), line)
        line += found.group().count("\n")
        position = found.end()
    yield _Token("end", "", line)


def _shown(text: str, position: int) -> str:
    return repr(text[position : position + 30].partition("\n")[0])


class _Reader:
    """A cursor over tokens; new lines count only where a property must end."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def document(self) -> Document:
        self._expect("word", "Configuration")
        name = self._take("word", "the name of the configuration").text
        self._expect("mark", "{")
        module = self._import()
        self._expect("word", "Node")
        node = _unquoted(self._take("string", "the name of the node, in quotes").text)
        self._expect("mark", "{")
        resources = tuple(self._resources())
        self._expect("mark", "}")
        if self._peek().kind != "end":
            raise self._unexpected(self._peek(), "the end: nothing stands after the configuration")
        return Document(name, module, node, resources)

    def _import(self) -> str:
        self._expect("word", "Import-DscResource")
        self._expect("word", "-ModuleName")
        return self._take("word", "the name of a module").text

    def _resources(self) -> Iterator[Resource]:
        while not self._accept("}"):
            kind = self._take("word", "a resource, or } at the end of the node")
            token = self._next()
            if token.kind not in ("word", "string"):
                raise self._unexpected(token, f"the name of this {kind.text}")
            name = _unquoted(token.text) if token.kind == "string" else token.text
            self._expect("mark", "{")
            yield Resource(kind.text, name, kind.line, tuple(self._properties()))

    def _properties(self) -> Iterator[Property]:
        while not self._accept("}"):
            name = self._take("word", "a property, or } at the end of the resource")
            self._expect("mark", "=")
            yield Property(name.text, self._value(), name.line)
            self._end_property()

    def _end_property(self) -> None:
        token = self._tokens[self._at]
        if token.kind == "newline" or token.text in (";", "}"):
            self._at += token.text == ";"
            return
        raise self._unexpected(token, "a new line after a property")

    def _value(self) -> Value:
        token = self._next()
        if token.text == "@(" and token.kind == "mark":
            return tuple(self._items())
        return self._scalar(token)

    def _items(self) -> Iterator[Scalar]:
        while not self._accept(")"):
            yield self._scalar(self._next())
            if self._peek().text != ")":
                self._expect("mark", ",")

    def _scalar(self, token: _Token) -> Scalar:
        if token.kind == "string":
            return _unquoted(token.text)
        if token.kind == "word" and _NUMBER.fullmatch(token.text):
            return int(token.text[:20])
        if token.kind == "variable":
            known = {"$true": True, "$false": False}
            return known.get(token.text.casefold(), Variable(token.text))
        raise self._unexpected(token, "a value: 'text' in single quotes, a number, $true, $false or @( )")

    def _peek(self) -> _Token:
        while self._tokens[self._at].kind == "newline":
            self._at += 1
        return self._tokens[self._at]

    def _next(self) -> _Token:
        token = self._peek()
        self._at += token.kind != "end"
        return token

    def _accept(self, mark: str) -> bool:
        found = self._peek().kind == "mark" and self._peek().text == mark
        self._at += found
        return found

    def _take(self, kind: str, wanted: str) -> _Token:
        token = self._next()
        if token.kind != kind:
            raise self._unexpected(token, wanted)
        return token

    def _expect(self, kind: str, text: str) -> None:
        token = self._next()
        if token.kind != kind or token.text.casefold() != text.casefold():
            raise self._unexpected(token, text)

    def _unexpected(self, token: _Token, wanted: str) -> DocumentError:
        found = {"end": "the end of the document", "newline": "a new line"}.get(token.kind, repr(token.text[:30]))
        return DocumentError(f"expects {wanted}, found {found}", token.line)


def _unquoted(text: str) -> str:
    return _PAIR.sub(r"\1", text[1:-1])
