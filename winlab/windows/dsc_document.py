"""The text of a DSC configuration, read as data.

One form is understood, the one that a controller renders: one Configuration, one Node 'localhost', resources with a
property a line and literals for values. What Windows' compiler would refuse in it is refused here too (reference:
data.md, Writing configurations); anything else raises NotEmulated.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from winlab.windows.errors import MachineError, NotEmulated
from winlab.windows.literals import GAP, SPACE, Cursor

_ID = re.compile(r"\[[a-z]\w*\][a-z_0-9][a-z_0-9 .\\-]*", re.IGNORECASE)
_IMPORT = re.compile(r"Import-DscResource[ \t]+-ModuleName[ \t]+'?(?P<module>[\w.]+)'?[ \t]*(?=\r?\n)", re.IGNORECASE)
# Properties of the resources that the lab knows, the keys first (reference: dsc-resources.json).
_PROPERTIES: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "WindowsFeature": (["Name"], ["Ensure", "Source", "IncludeAllSubFeature"]),
    "WindowsOptionalFeature": (["Name"], ["Ensure", "Source", "NoWindowsUpdateCheck"]),
    "File": (["DestinationPath"], ["Ensure", "Type", "Force"]),
    "Registry": (["Key", "ValueName"], ["Ensure", "ValueData", "ValueType", "Hex", "Force"]),
    "Service": (["Name"], ["State", "StartupType", "Ensure"]),
}


@dataclass(frozen=True)
class Resource:
    """One resource; id: '[Type]Name'; properties by their names, without DependsOn."""

    kind: str
    name: str
    properties: Mapping[str, Any]
    depends_on: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"[{self.kind}]{self.name}"


@dataclass(frozen=True)
class Document:
    """A configuration; resources in the order of the text."""

    name: str
    resources: tuple[Resource, ...]

    def ordered(self) -> tuple[Resource, ...]:
        """Each after those that it depends on, else as they stand."""
        done: list[Resource] = []
        left = list(self.resources)
        while left:
            ids = {resource.id.lower() for resource in left}
            ready = next((r for r in left if not ids & {i.lower() for i in r.depends_on}), None)
            if ready is None:
                raise MachineError(f"Circular DependsOn exists among {', '.join(r.id for r in left)}")
            done.append(ready)
            left.remove(ready)
        return tuple(done)


def compile_document(text: str, configuration: str) -> bytes:
    """What stands for the MOF in the lab: the text itself. Raises MachineError where the compiler would."""
    document = read_document(text)
    if document.name.lower() != configuration.lower():
        raise MachineError(f"The term '{configuration}' is not recognized: the document has {document.name}")
    return text.encode()


def read_document(text: str) -> Document:
    """Raises MachineError where Windows' compiler would, NotEmulated for another form."""
    cursor = Cursor(text, 0)
    _word(cursor, "Configuration")
    cursor.skip(GAP)
    name = cursor.word()
    _open(cursor)
    cursor.skip(SPACE)
    while cursor.match(_IMPORT):
        cursor.skip(SPACE)
    _word(cursor, "Node")
    cursor.skip(GAP)
    if cursor.string() != "localhost":
        raise NotEmulated("a node other than 'localhost'")
    _open(cursor)
    resources = _resources(cursor)
    cursor.skip(SPACE)
    cursor.expect("}")
    cursor.skip(SPACE)
    if cursor.position != len(text):
        raise cursor.unknown("the end")
    document = Document(name, tuple(resources))
    _check(document)
    return document


def _word(cursor: Cursor, wanted: str) -> None:
    cursor.skip(SPACE)
    if cursor.word().lower() != wanted.lower():
        raise cursor.unknown(wanted)


def _open(cursor: Cursor) -> None:
    cursor.skip(SPACE)
    cursor.expect("{")


def _resources(cursor: Cursor) -> list[Resource]:
    found: list[Resource] = []
    while True:
        cursor.skip(SPACE)
        if cursor.takes("}"):
            return found
        kind = cursor.word()
        cursor.skip(GAP)
        name = cursor.string() if cursor.at("'") else cursor.word()
        _open(cursor)
        properties = cursor.table()
        needs = properties.pop("DependsOn", [])
        found.append(Resource(kind, name, properties, tuple([needs] if isinstance(needs, str) else needs)))


def _check(document: Document) -> None:
    """What the compiler looks at."""
    seen: set[str] = set()
    keys: set[tuple[str, ...]] = set()
    for resource in document.resources:
        if resource.kind not in _PROPERTIES:
            raise NotEmulated(f"the DSC resource {resource.kind}")
        if not _ID.fullmatch(resource.id) or resource.id.lower() in seen:
            raise MachineError(f"A duplicate or wrong resource identifier '{resource.id}' was found")
        seen.add(resource.id.lower())
        key = _key(resource)
        if key in keys:
            raise MachineError(f"A conflict was detected: '{resource.id}' has the keys of another resource")
        keys.add(key)
    for resource in document.resources:
        for needed in resource.depends_on:
            if needed.lower() not in seen:
                raise MachineError(f"Resource '{needed}' required by '{resource.id}' does not exist.")
    document.ordered()


def _key(resource: Resource) -> tuple[str, ...]:
    keys, others = _PROPERTIES[resource.kind]
    known = {name.lower() for name in [*keys, *others]}
    for name in resource.properties:
        if name.lower() not in known:
            raise MachineError(f"The member '{name}' is not valid: {resource.id} has no such property")
    given = {name.lower(): value for name, value in resource.properties.items()}
    for name in keys:
        if name.lower() not in given:
            raise MachineError(f"Property {name} of {resource.id} is mandatory")
    return (resource.kind.lower(), *(str(given[name.lower()]).lower() for name in keys))
