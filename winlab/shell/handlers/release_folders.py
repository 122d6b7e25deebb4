"""Releases of a site's path: <path>\\releases\\<id> with <id>.manifest beside it."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from winlab.shell.handlers import Session, StepFailure
from winlab.shell.handlers.iis_draft import sites
from winlab.shell.handlers.settings import remove_settings
from winlab.windows.errors import MachineError
from winlab.windows.filesystem import FileSystem
from winlab.windows.topology import expand

_AGAIN = "The next deploy tries again."


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Entry:
    """One line of a manifest; path with '/'."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The text that Get-FileManifest makes."""

    text: str

    @property
    def sha256(self) -> str:
        return sha256(self.text.encode())

    @property
    def entries(self) -> list[Entry]:
        """Raises StepFailure for a damaged line."""
        return [_entry(line) for line in self.text.split("\n") if line]


def _entry(line: str) -> Entry:
    fields = line.split("\t")
    if len(fields) != 3 or len(fields[2]) != 64:
        raise StepFailure(
            "A manifest on this host is damaged.",
            "path, size and SHA-256, with tabs between",
            line,
            "Delete that release (folder and .manifest) if it is not live, then deploy again.",
            "content",
        )
    return Entry(fields[0], int(fields[1]), fields[2])


def describe(fs: FileSystem, folder: str, names: Iterable[str] | None = None) -> Manifest:
    """Get-FileManifest: of some files, the missing ones left out, or of all."""
    wanted = [name for name, _ in fs.files(folder)] if names is None else list(names)
    lines = []
    for name in sorted(wanted, key=lambda n: n.encode("utf-16-be")):
        file = fs.path(windows_name(folder, name))
        if file.is_file():
            content = file.read_bytes()
            lines.append(f"{name}\t{len(content)}\t{sha256(content)}\n")
    return Manifest("".join(lines))


def windows_name(folder: str, relative: str) -> str:
    return folder + "\\" + relative.replace("/", "\\")


def release_folder(path: str, release: str) -> str:
    return rf"{path}\releases\{release}"


def recorded(fs: FileSystem, path: str, release: str) -> Manifest | None:
    """The manifest beside a release's folder."""
    file = f"{release_folder(path, release)}.manifest"
    return Manifest(fs.read(file).decode()) if fs.exists(file) else None


def really_there(fs: FileSystem, path: str, release: str) -> Manifest | None:
    """Get-ReleaseContent: None if the release is not complete."""
    record, folder = recorded(fs, path, release), release_folder(path, release)
    if record is None or not fs.is_folder(folder):
        return None
    return describe(fs, folder, [entry.path for entry in record.entries])


def complete(fs: FileSystem, path: str) -> dict[str, str]:
    """Get-Release: id -> hash of the recorded manifest."""
    names = [name for name in fs.names(rf"{path}\releases") if name.endswith(".manifest")]
    ids = [name.removesuffix(".manifest") for name in names]
    return {
        release: sha256(fs.read(f"{release_folder(path, release)}.manifest"))
        for release in ids
        if fs.is_folder(release_folder(path, release))
    }


def need_iis(session: Session) -> None:
    """Raises StepFailure as Get-IisManager does where IIS is missing."""
    if not session.machine.iis.installed:
        raise StepFailure(
            "The management API of IIS is not on this host.",
            r"C:\Windows\System32\inetsrv\Microsoft.Web.Administration.dll",
            "no such file",
            "Run invoke setup: it installs IIS with its management API.",
            "readiness",
        )


@dataclass(frozen=True)
class IisFolder:
    """A folder that IIS serves (Get-IisFolder); ``of``: site, application and virtual directory, in lower case."""

    of: tuple[str, str, str]
    name: str
    path: str


def iis_folders(session: Session) -> list[IisFolder]:
    need_iis(session)
    return [
        _iis_folder([str(site.get("name")), str(app.get("path")), str(folder.get("path"))], folder.get("physicalPath"))
        for site in sites(session)
        for app in site.collection
        for folder in app.collection
    ]


def _iis_folder(names: Sequence[str], path: object) -> IisFolder:
    site, app, directory = (name.lower() for name in names)
    named = "".join(name.rstrip("/") for name in names)
    return IisFolder((site, app, directory), named, expand(str(path)).rstrip("\\"))


def served(session: Session, site: str | None = None, application: str = "/") -> list[str]:
    """Get-SitePhysicalPath: of one application, or of everything."""
    asked = None if site is None else (site.lower(), application.lower(), "/")
    return [one.path for one in iis_folders(session) if asked in (None, one.of)]


def current_release(fs: FileSystem, store: str) -> str | None:
    """Get-CurrentRelease."""
    file = rf"{store}\current"
    release = fs.read(file).decode().strip() if fs.exists(file) else ""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._+-]*", release):
        return None
    return release if fs.exists(f"{release_folder(store, release)}.manifest") else None


def is_served(session: Session, path: str, release: str, but_for: str = "") -> bool:
    """Test-ReleaseServed; content that was published in place is a copy of its release."""
    current = rf"{path}\current"
    if not but_for and session.machine.fs.exists(current) and session.machine.fs.read(current).decode() == release:
        return True
    folder = f"{release_folder(path, release)}\\".lower()
    others = (one for one in iis_folders(session) if one.name.lower() != but_for.lower())
    return any(f"{one.path}\\".lower().startswith(folder) for one in others)


def remove_release(session: Session, path: str, release: str, target: str = "") -> tuple[bool, str | None]:
    """Remove-ReleaseFolder: (removed, warning)."""
    fs, folder = session.machine.fs, release_folder(path, release)
    held = None if fs.is_reparse_point(folder) else _held(fs, folder)
    if held:
        return False, f"Release {release} stays: {held} is in use. {_AGAIN}"
    if session.whatif:
        return True, None
    try:
        fs.remove(f"{folder}.removing")
        fs.rename(folder, f"{folder}.removing")
    except (MachineError, OSError) as error:
        return False, f"Release {release} stays: {error} {_AGAIN}"
    try:
        fs.remove(f"{folder}.manifest")
        remove_settings(session, target, release)
        fs.remove(f"{folder}.removing")
    except (MachineError, OSError) as error:
        return True, f"Of release {release} something is left in {folder}.removing: {error} {_AGAIN}"
    return True, None


def _held(fs: FileSystem, folder: str) -> str | None:
    names = [windows_name(folder, name) for name, _ in fs.files(folder)]
    return next((name for name in names if fs.is_locked(name)), None)
