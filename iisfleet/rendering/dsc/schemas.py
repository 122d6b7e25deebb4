"""What Windows' own DSC resources accept: facts, from ``schemas.json``."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).with_name("schemas.json")


@dataclass(frozen=True)
class PropertyType:
    """One property: ``kind`` is key, required, write or read; ``type`` as a configuration writes it (``string[]``)."""

    name: str
    type: str
    kind: str = "write"
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResourceType:
    """One resource. ``platform``: server or desktop if it works on one kind of Windows only. Names ignore case."""

    name: str
    platform: str | None
    properties: Mapping[str, PropertyType]

    def find(self, name: str) -> PropertyType | None:
        return self.properties.get(name.casefold())

    @property
    def keys(self) -> tuple[str, ...]:
        """The properties that name what the resource is about."""
        return tuple(known.name for known in self.properties.values() if known.kind == "key")

    @property
    def needed(self) -> tuple[str, ...]:
        """Keys and what is required beside them."""
        return tuple(known.name for known in self.properties.values() if known.kind in ("key", "required"))


@cache
def resource_types() -> Mapping[str, ResourceType]:
    """Every resource that a document may use, by its name in lower case."""
    resources = json.loads(_FILE.read_text(encoding="utf-8"))["resources"]
    return {name.casefold(): _resource(name, body) for name, body in resources.items()}


def _resource(name: str, body: Mapping[str, Any]) -> ResourceType:
    properties = {key.casefold(): _property(key, about) for key, about in body["properties"].items()}
    # Every resource has it (data.md, "common"); PsDscRunAsCredential, the other one, is a credential: never here.
    properties["dependson"] = PropertyType("DependsOn", "string[]")
    return ResourceType(name, body.get("platform"), properties)


def _property(name: str, about: Mapping[str, Any]) -> PropertyType:
    return PropertyType(name, about["type"], about.get("kind", "write"), tuple(about.get("allowed", ())))
