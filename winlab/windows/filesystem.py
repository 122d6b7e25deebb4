"""The drives of a machine: root/C, root/D, ... seen the way NTFS shows them.

Names are found without regard to case, a symbolic link stands for a junction (a reparse point), a file held by
`lock` refuses writers, and a drive may have a limit on what can still be written (fault full-disk).
"""

import contextlib
import os
import re
import shutil
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from winlab.faults import Faults
from winlab.windows.errors import AccessDenied, DiskFull, MachineError, NotEmulated, NotFound, SharingViolation
from winlab.windows.processes import Process, Processes

try:
    import fcntl
except ImportError:  # Windows itself: files are locked by holding them open
    fcntl = None  # type: ignore[assignment]

DISK_SIZE = 127 * 2**30
DISK_FREE = 64 * 2**30
_DRIVE = re.compile(r"^(?:\\\\\?\\)?([A-Za-z]):(?:\\|$)")
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')


class FileSystem:
    """Files and folders by their Windows paths. Raises NotFound, AccessDenied, SharingViolation, DiskFull."""

    def __init__(self, root: Path, faults: Faults, lock: threading.RLock, processes: Processes) -> None:
        self.root = root.resolve()
        self._faults = faults
        self._lock = lock
        self._processes = processes
        self._held: dict[Path, dict[Process, int]] = {}
        self._lockers: dict[Path, Process] = {}

    # Names

    def path(self, windows: str) -> Path:
        """The file on this computer for a Windows path; it need not exist.

        Existing parts keep the case they have on disk. Raises NotFound for a missing drive, AccessDenied for a
        path that leaves the machine through a link, NotEmulated for UNC and relative paths.
        """
        drive, parts = self._split(windows)
        current = self.root / drive
        if not current.is_dir():
            raise NotFound(f"the drive {drive}: does not exist")
        for part in parts:
            current = self._within(entry_of(current, part), windows)
        return current

    def windows(self, path: Path) -> str:
        """The Windows path of a file of this machine. Raises AccessDenied if it is not one."""
        try:
            drive, *parts = path.relative_to(self.root).parts
        except ValueError:
            raise AccessDenied(f"{path} is not on this machine") from None
        return f"{drive}:\\" + "\\".join(parts)

    def drives(self) -> list[str]:
        return sorted(entry.name for entry in self.root.iterdir() if entry.is_dir() and len(entry.name) == 1)

    def _split(self, windows: str) -> tuple[str, list[str]]:
        text = windows.replace("/", "\\")
        match = _DRIVE.match(text)
        if not match:
            raise NotEmulated(f"the path {windows!r}, which has no drive letter")
        parts: list[str] = []
        for part in text[match.end() :].split("\\"):
            if part == "..":
                del parts[-1:]
            elif part not in ("", "."):
                parts.append(legal_name(part, windows))
        return match[1].upper(), parts

    def _within(self, path: Path, windows: str) -> Path:
        if path.is_symlink() and not path.resolve().is_relative_to(self.root):
            raise AccessDenied(f"{windows} leads out of the machine")
        return path

    # Reading

    def exists(self, windows: str) -> bool:
        return os.path.lexists(self.path(windows))

    def is_folder(self, windows: str) -> bool:
        return self.path(windows).is_dir()

    def is_reparse_point(self, windows: str) -> bool:
        return self.path(windows).is_symlink()

    def names(self, windows: str) -> list[str]:
        """The names in a folder, sorted; empty if it is not there."""
        folder = self.path(windows)
        return sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []

    def files(self, windows: str) -> Iterator[tuple[str, Path]]:
        """Each file below a folder as (relative path with '/', file), sorted; junctions are not followed."""
        return files_below(self.path(windows))

    def read(self, windows: str) -> bytes:
        try:
            return self.path(windows).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            raise NotFound(f"could not find file '{windows}'") from None

    # Writing

    def make_folder(self, windows: str) -> None:
        self.path(windows).mkdir(parents=True, exist_ok=True)

    def write(self, windows: str, content: bytes) -> None:
        """Make or replace a file, and the folders above it."""
        with self._lock:
            target = self.path(windows)
            self._writable(target, len(content))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    def write_at(self, windows: str, offset: int, content: bytes) -> None:
        """Write into a file at an offset, making it if need be."""
        with self._lock:
            target = self.path(windows)
            self._writable(target, len(content))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch()
            with target.open("r+b") as stream:
                stream.seek(offset)
                stream.write(content)

    def copy(self, source: str, target: str) -> None:
        """Copy one file with its time."""
        self.bring(self.path(source), target)

    def bring(self, origin: Path, target: str) -> None:
        """Copy one file with its time, also from elsewhere."""
        with self._lock:
            copy = self.path(target)
            self._writable(copy, origin.stat().st_size)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(origin, copy)

    def rename(self, source: str, target: str) -> None:
        """Rename within a drive. Raises MachineError if the target exists, SharingViolation if a file is held."""
        with self._lock:
            origin, renamed = self.path(source), self.path(target)
            if os.path.lexists(renamed) and renamed != origin:
                raise MachineError(f"cannot create '{target}': it already exists")
            self._free_below(origin)
            origin.rename(renamed)

    def remove(self, windows: str) -> None:
        """Remove a file, a junction (as a link) or a folder with all below it; a missing one is no error.

        Raises SharingViolation, before anything is removed, if a file is held.
        """
        with self._lock:
            target = self.path(windows)
            if target.is_symlink() or target.is_file():
                self._writable(target, 0)
                target.unlink()
            elif target.is_dir():
                self._free_below(target)
                shutil.rmtree(target)  # removes links as links

    def make_junction(self, link: str, target: str) -> None:
        """A junction: a relative symbolic link, so that the machine's folder can be moved."""
        with self._lock:
            place, goal = self.path(link), self.path(target)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(os.path.relpath(goal, place.parent), target_is_directory=True)

    # Locks

    def hold(self, process: Process, files: Iterable[Path]) -> None:
        """Let a process hold those files that are there: a flock makes .NET's exclusive open fail as on Windows."""
        with self._lock:
            for target in files:
                if process in self._held.get(target, {}):
                    continue
                with contextlib.suppress(FileNotFoundError):
                    descriptor = os.open(target, os.O_RDONLY)
                    self._held.setdefault(target, {})[process] = descriptor
                    if fcntl is not None:
                        fcntl.flock(descriptor, fcntl.LOCK_SH)

    def let_go(self, process: Process) -> None:
        """Nothing is held by a process any more."""
        with self._lock:
            for target in [target for target, holds in self._held.items() if process in holds]:
                os.close(self._held[target].pop(process))
                if not self._held[target]:
                    del self._held[target]

    def lock(self, windows: str, holder: str = "backup.exe") -> None:
        """Hold a file as another program would, until `unlock`."""
        with self._lock:
            target = self.path(windows)
            if target in self._lockers:
                return
            if not target.is_file():
                raise NotFound(f"could not find file '{windows}'")
            self._lockers[target] = self._processes.start(holder)
            self.hold(self._lockers[target], [target])

    def unlock(self, windows: str | None = None) -> None:
        """What `lock` holds is free again: one file, or all."""
        with self._lock:
            for target in [self.path(windows)] if windows else list(self._lockers):
                process = self._lockers.pop(target, None)
                if process is not None:
                    self.let_go(process)
                    self._processes.end(process.pid)

    def holders(self, windows: str) -> list[Process]:
        """Who holds a file."""
        with self._lock:
            return sorted(self._held.get(self.path(windows), {}), key=lambda process: process.pid)

    def is_locked(self, windows: str) -> bool:
        """Whether anybody holds the file: this lab, or a process that opened it exclusively."""
        return self._is_held(self.path(windows))

    def _is_held(self, target: Path) -> bool:
        if target in self._held:
            return True
        if fcntl is None or not target.is_file():
            return False
        with target.open("rb") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _free_below(self, target: Path) -> None:
        for held in self._held:
            if held.is_relative_to(target):
                raise self._violation(held)

    def _violation(self, target: Path) -> SharingViolation:
        return SharingViolation(
            f"the process cannot access the file '{self.windows(target)}' because it is being used by another process"
        )

    # Space

    def free(self, drive: str) -> int:
        """Bytes free on a drive."""
        fault = self._limit(drive)
        return DISK_FREE if fault is None else int(fault)

    def charge(self, drive: str, size: int) -> None:
        """Account for bytes about to be written. Raises DiskFull if they do not fit any more."""
        left = self._limit(drive)
        if left is None:
            return
        if size > left:
            raise DiskFull(f"there is not enough space on the disk {drive.upper()}: ({size} bytes wanted, {left} free)")
        self._faults.set("full-disk", {"drive": drive.upper(), "free": left - size})

    def _limit(self, drive: str) -> int | None:
        fault = self._faults.active("full-disk")
        return int(fault["free"]) if fault and fault["drive"].upper() == drive.upper() else None

    def _writable(self, target: Path, size: int) -> None:
        if self._is_held(target):
            raise self._violation(target)
        self.charge(target.relative_to(self.root).parts[0], size)


def files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """As FileSystem.files."""
    found = []
    for parent, _, names in os.walk(folder):
        found += [Path(parent, name) for name in names if not Path(parent, name).is_symlink()]
    yield from sorted((file.relative_to(folder).as_posix(), file) for file in found)


def entry_of(folder: Path, name: str) -> Path:
    """A name in a folder, with the case that it has there."""
    exact = folder / name
    if os.path.lexists(exact) or not folder.is_dir():
        return exact
    wanted = name.upper()  # NTFS compares by its upper-case table
    with os.scandir(folder) as entries:  # a name that is new reads the whole folder: not as Path objects
        return next((folder / entry.name for entry in entries if entry.name.upper() == wanted), exact)


def legal_name(part: str, windows: str) -> str:
    """A part of a path as NTFS takes it. Raises MachineError."""
    if _FORBIDDEN.search(part):
        raise MachineError(f"'{windows}' has a character that Windows does not allow in names")
    return part.rstrip(". ") or part
