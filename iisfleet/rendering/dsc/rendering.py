"""Renders a document, and remembers which line of the template each of its lines comes from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Template, TemplateError

from iisfleet import resources
from iisfleet.errors import ConfigError, Problem
from iisfleet.rendering.literals import UnrenderableValue
from iisfleet.rendering.playbook import environment_of

# Marks the end of each line of a template. Templates of documents have no tag that goes over a line's end.
_MARK: Final = re.compile(r"(?: #:([0-9]+))+$", re.MULTILINE)
_FIRST: Final = re.compile(r"#:([0-9]+)")


@dataclass(frozen=True)
class RenderedDocument:
    """The text of a document; ``lines``: its lines to those of the template, both from 1."""

    text: str
    lines: Mapping[int, int]


def render_document(template: str, context: Mapping[str, Any]) -> RenderedDocument:
    """Renders ``templates/<template>``. Raises ConfigError with its name and line, as ``render_script`` does."""
    file = resources.templates() / template
    try:
        rendered = _marked(resources.templates(), file.read_text(encoding="utf-8")).render(context)
    except (TemplateError, UnrenderableValue) as error:
        line = getattr(error, "lineno", None)
        raise ConfigError([Problem(file, f"cannot be rendered: {error}", line=line)]) from error
    return _unmarked(rendered)


@lru_cache(maxsize=8)
def _marked(folder: Path, source: str) -> Template:
    """The template whose lines tell their numbers; compiled once for all hosts."""
    lines = enumerate(source.split("\n"), 1)
    return environment_of(folder).from_string("\n".join(f"{line} #:{number}" for number, line in lines if line))


def _unmarked(marked: str) -> RenderedDocument:
    lines, kept = dict[int, int](), list[str]()
    for line in marked.split("\n"):
        marks = _MARK.search(line)
        text = line[: marks.start()] if marks else line
        if marks and not text.strip():
            continue
        kept.append(text)
        if marks and (first := _FIRST.search(marks.group())):
            lines[len(kept)] = int(first[1])
    return RenderedDocument("\n".join(kept) + "\n", lines)
