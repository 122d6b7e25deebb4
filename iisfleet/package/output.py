"""A publish output as its small files and headers describe it: everything that the checks look at."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from iisfleet.package.deps import Deps, parse_deps
from iisfleet.package.findings import Finding
from iisfleet.package.jsonfile import MalformedFileError
from iisfleet.package.manifest import FileEntry, Manifest
from iisfleet.package.paths import fold
from iisfleet.package.pe import Binary, NotABinaryError, read_binary
from iisfleet.package.runtimeconfig import RuntimeConfig, parse_runtimeconfig
from iisfleet.package.source import Source
from iisfleet.package.webconfig import WebConfig, parse_webconfig

T = TypeVar("T")

# Far beyond any real one; keeps a forged file from filling the memory.
_MAX_TEXT = 32 * 1024 * 1024


@dataclass
class Output:
    """Files by name as Windows finds them, and the parsed ones; ``malformed``: those that cannot be parsed."""

    source: Source
    manifest: Manifest
    malformed: list[Finding] = field(default_factory=list)

    @cached_property
    def _by_name(self) -> dict[str, FileEntry]:
        return {fold(entry.path): entry for entry in self.manifest}

    def find(self, path: str) -> str | None:
        """The path as it stands in the package, whatever its case; None if it is not there."""
        entry = self._by_name.get(fold(path))
        return entry.path if entry else None

    def sha256(self, path: str) -> str | None:
        entry = self._by_name.get(fold(path))
        return entry.sha256 if entry else None

    def in_root(self, suffix: str) -> tuple[str, ...]:
        """Files of the root by the end of their name, such as ``.deps.json``."""
        return tuple(path for path in self.paths if "/" not in path and path.lower().endswith(suffix))

    @cached_property
    def paths(self) -> tuple[str, ...]:
        return tuple(entry.path for entry in self.manifest)

    @cached_property
    def web(self) -> WebConfig | None:
        return self.parse("web.config", parse_webconfig, "web-config-malformed")

    @cached_property
    def name(self) -> str | None:
        """The app's name: the dll or exe that web.config starts, else the only runtimeconfig, deps.json or exe."""
        if self.web and self.web.aspnetcore and (launched := launched_file(self.web)):
            return re.sub(r"\.(dll|exe)$", "", launched.rpartition("/")[2], flags=re.IGNORECASE)
        for suffix in (".runtimeconfig.json", ".deps.json", ".exe"):
            if len(found := self.in_root(suffix)) == 1:
                return found[0][: -len(suffix)]
        return None

    @cached_property
    def runtimeconfig(self) -> RuntimeConfig | None:
        return self.parse(f"{self.name}.runtimeconfig.json", parse_runtimeconfig, "runtimeconfig-malformed")

    @cached_property
    def deps(self) -> Deps | None:
        return self.parse(f"{self.name}.deps.json", parse_deps, "deps-malformed")

    @cached_property
    def own(self) -> dict[str, Binary]:
        """The app's own code with its identifiers: its dll, its exe and the dlls of its project references."""
        names = [f"{self.name}.dll", f"{self.name}.exe"]
        if self.deps:
            names += [file for library in self.deps.libraries if library.kind == "project" for file in library.files]
        return dict(self._binaries(names, identifiers=True))

    @cached_property
    def libraries(self) -> dict[str, Binary]:
        """The headers of the other assemblies and native files that deps.json names."""
        if self.deps is None:
            return {}
        names = [file for library in self.deps.libraries if library.kind != "project" for file in library.files]
        return dict(self._binaries((name for name in names if name.lower().endswith(".dll")), identifiers=False))

    def mentions(self, *names: str) -> bool:
        """Whether the app's own code names one of these types, members or assemblies."""
        return any(binary.mentions(names) for binary in self.own.values())

    def parse(self, path: str, parser: Callable[[bytes], T], code: str) -> T | None:
        """The parsed file; None if it is missing, or malformed, which is then among the findings."""
        found = self.find(path)
        if found is None:
            return None
        try:
            with self.source.open(found) as stream:
                data = stream.read(_MAX_TEXT + 1)
            if len(data) > _MAX_TEXT:
                raise MalformedFileError(f"it is larger than {_MAX_TEXT:,} bytes")
            return parser(data)
        except MalformedFileError as error:
            remedy = "Correct it in the project, or publish again if it was damaged on the way."
            self.malformed.append(
                Finding("error", code, f"{found} cannot be parsed: {error.reason}", remedy, found, error.line)
            )
            return None

    def _binaries(self, names: Iterable[str], *, identifiers: bool) -> Iterator[tuple[str, Binary]]:
        for path in dict.fromkeys(filter(None, map(self.find, names))):
            try:
                with self.source.open(path) as stream:
                    yield path, read_binary(stream, identifiers=identifiers)
            except NotABinaryError as error:
                remedy = "Publish again; the file was damaged on the way."
                self.malformed.append(Finding("error", "binary-malformed", f"{path}: {error}", remedy, path))


def launched_file(web: WebConfig) -> str | None:
    """The dll or exe within the package that web.config starts, with forward slashes; None if it is elsewhere."""
    if web.aspnetcore is None:
        return None
    if is_muxer(web.aspnetcore.process_path):
        words = re.findall(r'"([^"]*)"|(\S+)', web.aspnetcore.arguments)
        dlls = (word for pair in words if (word := pair[0] or pair[1]).lower().endswith(".dll"))
        return _relative(next(dlls, ""))
    return _relative(web.aspnetcore.process_path)


def is_muxer(process: str) -> bool:
    """Whether the process is ``dotnet``, found on the PATH or by its full name."""
    return re.split(r"[\\/]", process.strip(' "').lower())[-1] in ("dotnet", "dotnet.exe")


def _relative(path: str) -> str | None:
    path = path.strip().strip('"').replace("\\", "/")
    while path.startswith("./"):
        path = path[2:]
    outside = not path or "%" in path or ":" in path or path.startswith("/") or ".." in path.split("/")
    return None if outside else path
