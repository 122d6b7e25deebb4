"""State of a machine in a JSON file that a person may read and change while the lab runs."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

Stamp = tuple[int, int, int]


def stamp(path: Path) -> Stamp | None:
    """What tells that a file was written: inode, size, time; None if it is not there."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def write_atomically(path: Path, content: bytes) -> None:
    """Write by rename, so that a reader never sees half a file."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(content)
    os.replace(temporary, path)  # noqa: PTH105 - replaces on every platform, as Path.replace does


class JsonFile:
    """One JSON object; read again only when the file has changed."""

    def __init__(self, path: Path, initial: Callable[[], dict[str, Any]] = dict) -> None:
        self.path = path
        self._initial = initial
        self._stamp: Stamp | None = None
        self._data: dict[str, Any] | None = None

    def read(self) -> dict[str, Any]:
        """The object, to be changed only on the way to `write`."""
        now = stamp(self.path)
        if self._data is None or now != self._stamp:
            self._data = self._initial() if now is None else json.loads(self.path.read_text("utf-8"))
            self._stamp = now
        return self._data

    def write(self, data: dict[str, Any]) -> None:
        write_atomically(self.path, json.dumps(data, indent=1, ensure_ascii=False).encode())
        self._data, self._stamp = data, stamp(self.path)
