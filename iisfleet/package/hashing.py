"""Hashes every file of a source, as a stream: a package is never in memory as a whole."""

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import IO

from iisfleet.errors import PackageError
from iisfleet.package.manifest import FileEntry, Manifest
from iisfleet.package.source import Source, translated

CHUNK = 256 * 1024


def read_manifest(source: Source) -> Manifest:
    """The manifest of a source; raises PackageError for a file that cannot be read or is not as long as stated."""
    sizes = source.sizes()
    # hashlib and zlib let go of the interpreter lock: threads pay off for big files, cost little for small ones.
    with ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1)) as pool:
        return Manifest(tuple(pool.map(lambda path: _read_entry(source, path, sizes[path]), sizes)))


def _read_entry(source: Source, path: str, size: int) -> FileEntry:
    digest, count = hashlib.sha256(), 0
    with source.open(path) as stream:
        for chunk in chunks(stream, path):
            digest.update(chunk)
            count += len(chunk)
    if count != size:
        raise PackageError(
            f"{path} has {count} bytes, where {size} were stated; the package is damaged or still being written",
            hint="Wait until publishing has ended, or publish again.",
        )
    return FileEntry(path, size, digest.hexdigest())


def chunks(stream: IO[bytes], path: str) -> Iterator[bytes]:
    """The bytes of a stream in pieces; what reading raises becomes a PackageError that names ``path``."""
    with translated(path):
        while chunk := stream.read(CHUNK):
            yield chunk
