"""Playbooks: templates whose blocks are the phases of a script.

Settings of the environment, with reasons: ``finalize`` makes quoting the default; ``StrictUndefined`` turns a misspelt
name into an error; no ``trim_blocks``, which would glue code onto a preceding comment; comments are ``{## ##}``,
because ``{#`` is PowerShell.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from iisfleet import __version__, resources
from iisfleet.errors import ConfigError, Problem
from iisfleet.rendering.filters import FILTERS
from iisfleet.rendering.functions import functions_used
from iisfleet.rendering.literals import Raw, UnrenderableValue, to_literal
from iisfleet.rendering.script import Script

_CHANGING = frozenset({"updating", "publishing"})
_STEPS = """{% extends "frame.ps1.j2" %}
{% block publishing %}
{%- for step, parameters in steps %}
    Invoke-Step {{ step }} {{ parameters }}
{%- endfor %}
{% endblock %}"""
_STEPS_BACK = """
{% block reverting %}
{%- for step, parameters in back %}
    Invoke-Step {{ step }} {{ parameters }}
{%- endfor %}
{% endblock %}"""
Steps = Sequence[tuple[str, Mapping[str, Any]]]


def render_script(
    playbook: str,
    phases: Sequence[str],
    context: Mapping[str, Any],
    *,
    record: str | None = None,
    recurring: bool = False,
) -> Script:
    """Renders some phases of ``templates/<playbook>.ps1.j2`` into a script that runs alone.

    ``record`` is the folder on the host in which a script that runs detached keeps its state and its output; with
    ``recurring`` it runs anew each time its task starts, else once.
    Raises ConfigError with the template's name and line for a value that is missing or has no literal.
    """
    template = resources.templates() / f"{playbook}.ps1.j2"
    name = f"{playbook}/{'+'.join(phases)}"
    try:
        playbook_template = environment_of(resources.templates()).get_template(template.name)
        return _render(playbook_template, name, phases, {**context, "record": record, "recurring": recurring})
    except (TemplateError, UnrenderableValue) as error:
        line = getattr(error, "lineno", None)
        raise ConfigError([Problem(template, f"cannot be rendered: {error}", line=line)]) from error


def render_steps(steps: Steps, *, reverting: Steps = (), record: str | None = None) -> Script:
    """A script of nothing but these steps (function, parameters), in the phase ``publishing``: what tests run."""
    template = environment_of(resources.templates()).from_string(_STEPS + (_STEPS_BACK if reverting else ""))
    context = {"steps": steps, "back": reverting, "record": record, "recurring": False}
    return _render(template, "steps", ["publishing"], context)


def _render(template: Any, name: str, phases: Sequence[str], context: Mapping[str, Any]) -> Script:
    shared = {**context, "version": __version__, "name": name, "phases": tuple(phases)}
    # Whatever prepares a release must be able to take it back, too.
    shared["has_reverting"] = "reverting" in template.blocks and not _CHANGING.isdisjoint(phases)
    calls = template.render({**shared, "functions": Raw("")})
    return Script(name, template.render({**shared, "functions": Raw(functions_used(calls, resources.scripts()))}))


@lru_cache(maxsize=4)
def environment_of(folder: Path) -> Environment:
    """The templates of a folder, with literals for values."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        finalize=to_literal,
        autoescape=False,  # noqa: S701 - not HTML; ``finalize`` quotes every value
        keep_trailing_newline=True,
        comment_start_string="{##",
        comment_end_string="##}",
    )
    environment.filters.update(FILTERS)
    return environment
