"""Judges a rendered DSC document before any host sees it: what Windows would refuse when it compiles, and more.

Rules of the compiler and of the resources: PSDesiredStateConfiguration.psm1 and the resources of Windows PowerShell
5.1, CimDSCParser.cs of PowerShell.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

from iisfleet.errors import Problem
from iisfleet.inventory.nearest import did_you_mean
from iisfleet.rendering.dsc.reader import Document, DocumentError, Property, Resource, Value, Variable, read_document
from iisfleet.rendering.dsc.schemas import PropertyType, ResourceType, resource_types

MODULE: Final = "PSDesiredStateConfiguration"
_CONFIGURATION: Final = re.compile(r"[a-z][a-z0-9_./-]*", re.IGNORECASE)
_ID: Final = re.compile(r"[a-z_0-9][a-z_0-9 .\\-]*", re.IGNORECASE)
_SIGNED: Final = {"dword": 2**31 - 1, "qword": 2**63 - 1}


@dataclass
class _Findings:
    """Problems of one document, at lines of the template where the rendering knows them."""

    template: Path
    lines: Mapping[int, int]
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, sentence: str, key: str | None = None, hint: str | None = None) -> None:
        sentence = f"{sentence} (line {line} of the rendered document)"
        self.found.append(Problem(self.template, sentence, self.lines.get(line), key, hint))


def check_document(text: str, template: Path, lines: Mapping[int, int] | None = None) -> list[Problem]:
    """Every reason why Windows could not use a rendered document; empty if there is none.

    ``lines``: the line of the template for each line of the document, where known (``render_document``).
    """
    findings = _Findings(template, lines or {})
    try:
        document = read_document(text)
    except DocumentError as error:
        findings.add(error.line, f"the document {error.sentence}")
        return findings.found
    _check_frame(document, findings)
    known = [(resource, kind) for resource in document.resources if (kind := _kind_of(resource, findings))]
    for resource, kind in known:
        _check_resource(resource, kind, findings)
    _check_ids(document.resources, findings)
    _check_twins(known, findings)
    _check_platforms(known, findings)
    _check_order(document.resources, findings)
    return findings.found


def _check_frame(document: Document, findings: _Findings) -> None:
    if not _CONFIGURATION.fullmatch(document.name):
        findings.add(1, f"no configuration can be called '{document.name}'", hint="letters and digits")
    if document.module != MODULE:
        findings.add(1, f"imports {document.module}", hint=f"hosts have {MODULE} only")
    if document.node != "localhost":
        findings.add(1, f"is for the node '{document.node}'", hint="a host applies what is for 'localhost'")


def _kind_of(resource: Resource, findings: _Findings) -> ResourceType | None:
    types = resource_types()
    kind = types.get(resource.type.casefold())
    if kind is None:
        hint = did_you_mean(resource.type, [known.name for known in types.values()])
        findings.add(resource.line, f"{resource.type} is not a resource that documents use", resource.id, hint)
    return kind


def _check_resource(resource: Resource, kind: ResourceType, findings: _Findings) -> None:
    seen = set[str]()
    for written in resource.properties:
        key = f"{resource.id}.{written.name}"
        if written.name.casefold() in seen:
            findings.add(written.line, "stands twice", key)
        seen.add(written.name.casefold())
        for sentence, hint in _faults(written, kind):
            findings.add(written.line, sentence, key, hint)
    for name in kind.needed:
        if name.casefold() not in seen:
            findings.add(resource.line, f"lacks {name}, which {kind.name} needs", resource.id)
    for sentence in _MORE.get(kind.name, _nothing)(resource):
        findings.add(resource.line, sentence, resource.id)


def _faults(written: Property, kind: ResourceType) -> Iterator[tuple[str, str | None]]:
    known = kind.find(written.name)
    if known is None:
        names = [one.name for one in kind.properties.values() if one.kind != "read"]
        yield f"{kind.name} has no property {written.name}", did_you_mean(written.name, names)
    elif known.kind == "read":
        yield "can only be read", None
    elif _secret(written.value) or known.type == "PSCredential":
        yield "is no plain value: Windows keeps a document in clear text, so it may hold no secret", None
    elif wrong := _misfit(written.value, known):
        yield wrong, None


def _secret(value: Value) -> bool:
    return any(isinstance(item, Variable) for item in (value if isinstance(value, tuple) else (value,)))


def _misfit(value: Value, known: PropertyType) -> str | None:
    plain = known.type.removesuffix("[]")
    if isinstance(value, tuple) and plain == known.type:
        return f"expects {known.type}, found an array"
    items = value if isinstance(value, tuple) else (value,)
    expected: type = {"string": str, "bool": bool}.get(plain, int)
    if any(type(item) is not expected for item in items):
        return f"expects {known.type}, found {_shown(value)}"
    allowed = {word.casefold() for word in known.allowed}
    if allowed and any(str(item).casefold() not in allowed for item in items):
        return f"must be {' or '.join(known.allowed)}, found {_shown(value)}"
    return None


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        return "an array"
    if isinstance(value, bool):
        return f"${str(value).lower()}"
    return f"'{value}'" if isinstance(value, str) else str(value)


def _nothing(_resource: Resource) -> Iterator[str]:
    return iter(())


def _of_service(resource: Resource) -> Iterator[str]:
    state, startup = resource.value("State") or "Running", resource.value("StartupType")
    if (state, startup) in (("Stopped", "Automatic"), ("Running", "Disabled")):
        yield f"is {state} with StartupType {startup}, which Windows refuses"


def _of_registry(resource: Resource) -> Iterator[str]:
    kind, data = str(resource.value("ValueType") or "String").casefold(), resource.value("ValueData")
    items = data if isinstance(data, tuple) else (data,) if isinstance(data, str) else ()
    if len(items) > 1 and kind != "multistring":
        yield "has several values, which only a MultiString may have"
    if ":" in str(resource.value("Key") or "").partition("\\")[2]:
        yield "has a colon in its key: Windows would take what stands before it for a drive"
    for item in items:
        if kind == "binary" and str(item).startswith("00"):
            yield "begins with 00: Windows would drop the zeros and never find its state"
        if kind in _SIGNED and not resource.value("Hex") and not _fits(str(item), _SIGNED[kind]):
            yield f"is no decimal {kind} up to {_SIGNED[kind]}: larger ones need Hex = $true and hex digits"


def _fits(text: str, most: int) -> bool:
    return text.isascii() and text.isdecimal() and int(text[:20]) <= most


_MORE: Final[Mapping[str, Callable[[Resource], Iterator[str]]]] = {"Service": _of_service, "Registry": _of_registry}


def _check_ids(resources: Sequence[Resource], findings: _Findings) -> None:
    seen = dict[str, Resource]()
    for resource in resources:
        if not _ID.fullmatch(resource.name):
            hint = "letters and digits, with spaces, dots, dashes and underscores between them"
            findings.add(resource.line, f"no resource can be called '{resource.name}'", resource.id, hint)
        twin = seen.setdefault(resource.id.casefold(), resource)
        if twin is not resource:
            findings.add(resource.line, f"has the name of the resource in line {twin.line}", resource.id)


def _check_twins(resources: Sequence[tuple[Resource, ResourceType]], findings: _Findings) -> None:
    """One resource a thing: two that agree today part ways tomorrow, and arrays never count as equal."""
    seen = dict[tuple[str, ...], Resource]()
    for resource, kind in resources:
        if all(resource.value(key) is not None for key in kind.keys):
            about = (kind.name, *(str(resource.value(key)).casefold() for key in kind.keys))
            twin = seen.setdefault(about, resource)
            if twin is not resource:
                findings.add(resource.line, f"is about the same {' and '.join(kind.keys)} as {twin.id}", resource.id)


def _check_platforms(resources: Sequence[tuple[Resource, ResourceType]], findings: _Findings) -> None:
    platforms = dict[str, Resource]()
    for resource, kind in resources:
        if kind.platform:
            platforms.setdefault(kind.platform, resource)
    if len(platforms) > 1:
        (here, one), (there, two) = platforms.items()
        findings.add(two.line, f"works on {there} Windows only, and {one.id} on {here} Windows only", two.id)


def _check_order(resources: Sequence[Resource], findings: _Findings) -> None:
    there = {resource.id.casefold(): resource for resource in resources}
    graph = dict[str, list[str]]()
    for resource in resources:
        targets = [target.casefold() for target in _targets(resource)]
        graph[resource.id.casefold()] = [target for target in targets if target in there]
        for target in _targets(resource):
            if target.casefold() not in there:
                hint = did_you_mean(target, [one.id for one in resources])
                findings.add(resource.line, f"depends on {target}, which is not there", resource.id, hint)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle = [there[name] for name in error.args[1]]
        names = " -> ".join(resource.id for resource in reversed(cycle))
        findings.add(cycle[0].line, f"depends on itself: {names}", cycle[0].id)


def _targets(resource: Resource) -> list[str]:
    value = resource.value("DependsOn")
    items = value if isinstance(value, tuple) else (value,)
    return [item for item in items if isinstance(item, str)]
