"""`*.deps.json`: the app's libraries and the files that must stand beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from iisfleet.package.jsonfile import mapping, parse_json


@dataclass(frozen=True)
class Library:
    """A library: ``kind`` is project, package, runtimepack or reference; ``files`` as they must stand there.

    ``runtime_files`` are (RID, path) of files for one kind of machine only, in portable apps.
    """

    name: str
    version: str
    kind: str
    files: tuple[str, ...]
    runtime_files: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Deps:
    """``rid`` is the runtime identifier it was published for, such as win-x64; None if portable."""

    rid: str | None
    libraries: tuple[Library, ...]

    def library(self, name: str) -> Library | None:
        return next((library for library in self.libraries if library.name.lower() == name.lower()), None)


def parse_deps(data: bytes) -> Deps:
    """Parses a deps.json; raises MalformedFileError."""
    document = parse_json(data)
    target_name = str(mapping(document.get("runtimeTarget")).get("name", ""))
    target = mapping(mapping(document.get("targets")).get(target_name))
    libraries = mapping(document.get("libraries"))
    return Deps(
        rid=target_name.partition("/")[2] or None,
        libraries=tuple(_library(key, mapping(value), mapping(libraries.get(key))) for key, value in target.items()),
    )


def _library(key: str, target: dict[str, Any], library: dict[str, Any]) -> Library:
    name, _, version = key.partition("/")
    # A file that the machine's runtime package store holds (.NET Core 2.x) is not in the package.
    stored = "runtimeStoreManifestName" in library
    return Library(
        name=name,
        version=version,
        kind=str(library.get("type", "")).lower(),
        files=() if stored else tuple(_files(target)),
        runtime_files=() if stored else tuple(_runtime_files(target)),
    )


def _files(target: dict[str, Any]) -> Iterator[str]:
    """The host looks for assemblies and native files in the app's folder, for resources in the culture's."""
    for kind, parts in (("runtime", 1), ("native", 1), ("resources", 2)):
        for path in mapping(target.get(kind)):
            if not path.endswith("/_._"):  # NuGet's mark for "nothing here"
                yield "/".join(path.split("/")[-parts:])


def _runtime_files(target: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for path, asset in mapping(target.get("runtimeTargets")).items():
        if not path.endswith("/_._"):
            yield str(mapping(asset).get("rid", "")), path
