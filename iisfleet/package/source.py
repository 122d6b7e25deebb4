"""Reads a publish output from a folder or a zip file, as a stream; refuses what no host may get."""

import os
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, Protocol

from iisfleet.errors import PackageError
from iisfleet.package.findings import shortened
from iisfleet.package.paths import why_unsafe

Kind = Literal["folder", "zip"]

PUBLISH_HINT = "Give the folder (or a zip of it) that `dotnet publish -c Release -o OUT` wrote."

# A publish output shrinks to a third or so; the floor lets small oddities pass.
_BOMB_RATIO = 200
_BOMB_FLOOR = 100 * 1024 * 1024

_REPARSE_POINT = 0x400

# What zipfile raises while it reads a broken entry: format, deflate stream, end of file, unknown compression.
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Source(Protocol):
    """Files by relative path with forward slashes."""

    @property
    def kind(self) -> Kind: ...

    def sizes(self) -> dict[str, int]:
        """Every file and its size in bytes as the file system or the archive states it."""

    def open(self, path: str) -> IO[bytes]:
        """A stream that can seek; raises PackageError if it cannot be opened."""


@dataclass(frozen=True)
class FolderSource:
    root: Path
    kind: Kind = "folder"

    def sizes(self) -> dict[str, int]:
        return dict(self._walk(self.root, ""))

    def open(self, path: str) -> IO[bytes]:
        with translated(path):
            return (self.root / path).open("rb")

    def _walk(self, folder: Path, prefix: str) -> Iterator[tuple[str, int]]:
        with translated(str(folder)), os.scandir(folder) as entries:
            found = list(entries)
        _refuse_unsafe([prefix + entry.name for entry in found])
        for entry in found:
            path = prefix + entry.name
            status = _status(entry)
            if stat.S_ISDIR(status.st_mode):
                yield from self._walk(folder / entry.name, path + "/")
            else:
                yield path, status.st_size


def _status(entry: "os.DirEntry[str]") -> os.stat_result:
    path = entry.path
    with translated(path):
        result = entry.stat(follow_symlinks=False)
    # Junctions are folders with a reparse point; the attributes exist on Windows alone.
    if stat.S_ISLNK(result.st_mode) or getattr(result, "st_file_attributes", False) & _REPARSE_POINT:
        raise PackageError(f"{path} is a link; a release holds files only", hint="Put a copy of its target there.")
    if not (stat.S_ISDIR(result.st_mode) or stat.S_ISREG(result.st_mode)):
        raise PackageError(f"{path} is neither a file nor a folder", hint="Remove it from the publish output.")
    return result


class ZipSource:
    """A zip; content in one folder is read as if that folder were the root (``prefix``, with its slash)."""

    kind: Kind = "zip"

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        entries = dict(_entries(archive))
        self.prefix = _wrapper(entries)
        self._entries = {name.removeprefix(self.prefix): info for name, info in entries.items()}

    def sizes(self) -> dict[str, int]:
        return {path: info.file_size for path, info in self._entries.items()}

    def open(self, path: str) -> IO[bytes]:
        with translated(path):
            return self._archive.open(self._entries[path])


def _entries(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """The files of the archive by path; raises PackageError for one that must not be read."""
    # Archives that .NET Framework wrote have backslashes. zipfile cuts names at NUL, the original has it.
    named = [(info.orig_filename.replace("\\", "/"), info) for info in archive.infolist()]
    _refuse_unsafe([name.removesuffix("/") for name, _ in named])
    files = [(name, info) for name, info in named if not name.endswith("/")]
    _refuse_twice([name for name, _ in files])
    for name, info in named:
        _refuse_entry(name, info)
    _refuse_bomb([info for _, info in files])
    yield from files


def _refuse_unsafe(paths: Iterable[str]) -> None:
    unsafe = [f"{path!r} {reason}" for path in paths if (reason := why_unsafe(path))]
    if unsafe:
        raise PackageError(f"the package is refused: the path {shortened(unsafe, 3)}", hint=PUBLISH_HINT)


def _refuse_twice(names: list[str]) -> None:
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise PackageError(f"the zip holds more than one file of the name {shortened(twice)}", hint=PUBLISH_HINT)


def _refuse_entry(name: str, info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 0x1:
        raise PackageError(f"{name} in the zip is encrypted", hint="Make a zip without a password.")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise PackageError(f"{name} in the zip is a link; a release holds files only", hint=PUBLISH_HINT)


def _refuse_bomb(infos: list[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if unpacked > _BOMB_FLOOR and unpacked > packed * _BOMB_RATIO:
        raise PackageError(
            f"the zip would grow from {packed:,} to {unpacked:,} bytes; no publish output does", hint=PUBLISH_HINT
        )


def _wrapper(names: Iterable[str]) -> str:
    """The single top folder of a zip whose web.config stands in it, with its slash; else an empty text."""
    tops = {name.partition("/")[0] for name in names}
    if len(tops) != 1:
        return ""
    top = tops.pop() + "/"
    return top if any(name.lower() == f"{top}web.config".lower() for name in names) else ""


@contextmanager
def open_source(path: Path) -> Iterator[FolderSource | ZipSource]:
    """Opens a folder or a zip; raises PackageError for anything else, or for a zip that no host may get."""
    with translated(str(path)):
        mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        yield FolderSource(path)
        return
    with translated(str(path)):
        archive = zipfile.ZipFile(path)
    with archive:
        yield ZipSource(archive)


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Turns what reading a file or a zip can raise into a PackageError that names ``what``."""
    try:
        yield
    except FileNotFoundError as error:
        raise PackageError(f"{what} does not exist", hint=PUBLISH_HINT) from error
    except OSError as error:
        hint = "Check the rights of the account that runs iisfleet."
        raise PackageError(f"{what} cannot be read: {error.strerror or error}", hint=hint) from error
    except _BROKEN_ZIP as error:
        raise PackageError(f"{what} cannot be read as a zip: {error}", hint=PUBLISH_HINT) from error
