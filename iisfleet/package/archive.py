"""Writes the zip that travels to a host: the same entries give the same bytes, on any machine, at any time."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from iisfleet.errors import PackageError
from iisfleet.package.hashing import chunks
from iisfleet.package.manifest import FileEntry, path_order
from iisfleet.package.package import Package
from iisfleet.package.source import Source, open_source

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_REGULAR_644 = 0o100644 << 16
_UNIX = 3


@dataclass(frozen=True)
class Archive:
    """A zip on disk: ``size`` in bytes, ``sha256`` of the whole file in lower-case hex."""

    path: Path
    size: int
    sha256: str


def write_archive(package: Package, entries: Iterable[FileEntry], target: Path) -> Archive:
    """Writes the given entries of a package to a zip at ``target``, streaming, in the order of their paths.

    Raises PackageError if a file is not what the manifest says any more (what was checked is what travels), or if
    the target cannot be written; then there is no target.
    """
    with open_source(package.source) as source, _whole_or_absent(target), zipfile.ZipFile(target, "w") as archive:
        for entry in sorted(entries, key=lambda entry: path_order(entry.path)):
            _write_entry(archive, source, entry)
    with target.open("rb") as stream:
        return Archive(target, target.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())


@contextmanager
def _whole_or_absent(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        target.unlink(missing_ok=True)
        hint = "Check the space and the rights of that folder on this machine."
        raise PackageError(f"{target} cannot be written: {error.strerror or error}", hint=hint) from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _write_entry(archive: zipfile.ZipFile, source: Source, entry: FileEntry) -> None:
    info = zipfile.ZipInfo(entry.path, _ZIP_EPOCH)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, _UNIX, _REGULAR_644
    info.file_size = entry.size  # decides whether the entry needs ZIP64
    digest = hashlib.sha256()
    with source.open(entry.path) as stream, archive.open(info, "w") as out:
        for chunk in chunks(stream, entry.path):
            digest.update(chunk)
            out.write(chunk)
    if digest.hexdigest() != entry.sha256:
        raise PackageError(
            f"{entry.path} changed after it was checked", hint="Deploy from a folder that nothing writes to."
        )
