"""Which content a fault leaves alone: that which was live when it was switched on, wherever it is served from.

A content is a folder and what its own files say, so that a new release in the same folder is another one.
"""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from winlab.windows.machine import Machine


def marks(machine: "Machine") -> list[str]:
    """Every content that an application serves now."""
    if not machine.iis.installed:
        return []
    folders = [a.physical_path for site in machine.iis.topology().sites.values() for a in site.applications]
    return [mark(machine, folder) for folder in dict.fromkeys(folders)]


def is_healthy(machine: "Machine", folder: str, healthy: Iterable[str] | None) -> bool:
    """healthy: marks, or folders whatever they hold."""
    known = set(healthy or ())
    return folder in known or mark(machine, folder) in known


def mark(machine: "Machine", folder: str) -> str:
    """The folder with a hash over its own files, not those below its folders; app_offline.htm does not count."""
    path = machine.fs.path(folder) if folder else machine.root / "missing"
    files = [file for file in sorted(path.iterdir()) if file.is_file()] if path.is_dir() else []
    digest = hashlib.sha256()
    for file in files:
        if file.name.lower() != "app_offline.htm":
            digest.update(f"{file.name}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
    return f"{folder}|{digest.hexdigest()}"
