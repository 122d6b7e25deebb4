"""A publish output, read and judged before a byte is sent."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from iisfleet.errors import PackageError
from iisfleet.package.app import App, read_app
from iisfleet.package.checks import check_output
from iisfleet.package.findings import Finding, Severity
from iisfleet.package.hashing import read_manifest
from iisfleet.package.manifest import FileEntry, Manifest
from iisfleet.package.output import Output
from iisfleet.package.paths import check_paths
from iisfleet.package.source import PUBLISH_HINT, FolderSource, Kind, ZipSource, open_source

_SENSITIVE = ("web.config", "*.deps.json", "*.runtimeconfig.json", "appsettings*.json")
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_MAX_RELEASE_ID = 40
_PROGRAM = (".dll", ".exe", ".deps.json", ".runtimeconfig.json")
_PROJECT = (".csproj", ".fsproj", ".vbproj", ".sln", ".slnx")


@dataclass(frozen=True)
class Package:
    """A publish output at ``source``: its files, its app, and what was found, errors first."""

    source: Path
    kind: Kind
    manifest: Manifest
    app: App
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What stops a deploy."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == "warning")

    @property
    def release_id(self) -> str:
        """The name of the release's folder: version and content, at most 40 plain characters."""
        version = re.sub(r"[^A-Za-z0-9._-]+", "-", self.app.version).strip("-.") or "0"
        # A name such as con.1 is a device for Windows; versions start with a digit.
        version = version if version[0].isdigit() else "v" + version
        return f"{version[: _MAX_RELEASE_ID - 11]}-{self.manifest.sha256[:10]}"

    @property
    def sensitive_files(self) -> tuple[FileEntry, ...]:
        """The files of the root that no visitor may get, for the exposure check."""
        return tuple(
            entry for entry in self.manifest if any(fnmatchcase(entry.path.lower(), one) for one in _SENSITIVE)
        )


def load_package(path: Path) -> Package:
    """Reads a `dotnet publish` folder, or a zip of one.

    Raises PackageError for what is no publish output (missing, empty, a project's sources), cannot be read, or
    no host may get (links, paths that leave the folder, encrypted or forged zips). All else is a finding.
    """
    with open_source(path) as source:
        _refuse_other_things(path, source.sizes())
        output = Output(source, read_manifest(source))
        app = read_app(output)
        findings = (*check_paths(output.manifest), *_wrapped(source), *check_output(output, app))
        ordered = sorted(findings, key=lambda finding: _SEVERITIES.index(finding.severity))
        return Package(path, source.kind, output.manifest, app, tuple(ordered))


def _wrapped(source: FolderSource | ZipSource) -> tuple[Finding, ...]:
    if isinstance(source, FolderSource) or not source.prefix:
        return ()
    sentence = f"all content of the zip stands in {source.prefix}; that folder is taken as the app's root"
    return (Finding("note", "zip-wrapped", sentence, "Nothing to do, or zip the content of the folder instead."),)


def _refuse_other_things(path: Path, sizes: dict[str, int]) -> None:
    root = [name.lower() for name in sizes if "/" not in name]
    if not sizes:
        raise PackageError(f"{path} is empty", hint=PUBLISH_HINT)
    if any(name.endswith(_PROGRAM) for name in root):
        return
    # The sources of a web project may hold a web.config of their own.
    if any(name.endswith(_PROJECT) for name in root):
        hint = "Run `dotnet publish -c Release -o OUT` in it and give OUT."
        raise PackageError(f"{path} holds the sources of a project, not a publish output", hint=hint)
    if "web.config" not in root:
        what = f"{path} is not a publish output: no web.config and no program in its root"
        raise PackageError(what, hint=_better(path, sizes))


def _better(path: Path, sizes: dict[str, int]) -> str:
    """The hint, with the folder below that looks like the one that was meant."""
    inner = sorted((name for name in sizes if name.lower().endswith("/web.config")), key=len)
    return f"Did you mean {path / inner[0].rpartition('/')[0]}?" if inner else PUBLISH_HINT
