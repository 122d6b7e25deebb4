"""What iisfleet keeps in C:\\ProgramData\\iisfleet, read and written as the host functions do: lock and journal."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from winlab.shell.handlers import Session, StepFailure, change
from winlab.windows.machine import Machine
from winlab.windows.processes import Process
from winlab.windows.sddl import Ace, parse_sddl

FOLDER = r"C:\ProgramData\iisfleet"
LOCK, JOURNAL, WORK = rf"{FOLDER}\lock", rf"{FOLDER}\journal.jsonl", rf"{FOLDER}\work"
PROTECTED = "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"
FINISHED = ("deployed", "rolled-back", "adopted")
_ENTRY = re.compile(r"\([^()]*\)")
_PLANNED = "planned folders"
_READ = 0x1200A9
_EVERY_POOL = ("BU", "AU", "WD", "IS")
_OWNERS = ("SY", "BA", "LA", "S-1-5-18", "S-1-5-32-544")
_LOCK_TEXTS = ("run", "who", "controller", "why", "since", "sessionStarted", "message")
_LOCK_NUMBERS = ("processId", "sessionProcessId")
_DAMAGED = {"who": "unknown: the lock file is damaged"}


def make_host_folder(machine: Machine) -> None:
    """Initialize-HostFolder. Raises StepFailure (kind 'security')."""
    if not machine.fs.exists(FOLDER):
        machine.fs.make_folder(FOLDER)
        machine.acl.set(FOLDER, PROTECTED)
        return
    check_trusted(machine)
    if not same_access(machine.acl.get(FOLDER), PROTECTED):
        machine.acl.set(FOLDER, PROTECTED)


def check_trusted(machine: Machine, folder: str = FOLDER) -> None:
    """Assert-TrustedFolder: nothing to say about a folder that is not there. Raises StepFailure (kind 'security')."""
    remedy = f"Find out who made {folder}, then delete it: it is made anew."
    if not machine.fs.exists(folder):
        return
    if machine.fs.is_reparse_point(folder):
        found = "a reparse point (junction or link)"
        raise StepFailure(f"{folder} leads to another place.", "a folder", found, remedy, "security")
    if not machine.fs.is_folder(folder):
        raise StepFailure(f"{folder} is a file.", "a folder", "a file", remedy, "security")
    match = re.match(r"O:(S-[0-9-]+|[A-Z]{2})", machine.acl.get(folder))
    owner = match[1] if match else ""
    if owner not in _OWNERS:
        raise StepFailure(
            f"{folder} belongs to somebody else.",
            "owner SYSTEM or Administrators",
            f"owner {owner}",
            remedy,
            "security",
        )


def check_drive(session: Session, path: str, remedy: str) -> None:
    """Assert-HostDrive."""
    if path[0].upper() not in session.machine.fs.drives():
        drive = path[:3]
        raise StepFailure(f"This host has no drive {drive}", f"the drive of {path}", "no such drive", remedy, "path")


def add_missing_folders(session: Session, *paths: str) -> list[dict[str, Any]]:
    """Add-MissingFolder: a change for each that was not there. Raises StepFailure (kind 'conflict')."""
    fs, changes = session.machine.fs, []
    for path in paths:
        parts = path.rstrip("\\").split("\\")
        for folder in ["\\".join(parts[:depth]) for depth in range(2, len(parts) + 1)]:
            if is_planned(session, folder) or fs.is_folder(folder):
                continue
            if fs.exists(folder):
                remedy = "Rename the file, or name another folder in the inventory."
                raise StepFailure(f"{folder} is a file.", "a folder", "a file", remedy, "conflict")
            if session.whatif:
                session.state.setdefault(_PLANNED, set()).add(folder.lower())
            else:
                fs.make_folder(folder)
            changes.append(change(f"folder/{folder}", None, "present"))
    return changes


def is_planned(session: Session, folder: str) -> bool:
    """Whether an earlier step of this plan has told that it would make the folder."""
    return folder.lower() in session.state.get(_PLANNED, ())


def same_access(one: str, other: str) -> bool:
    """Compare-Sddl: protection and the sets of explicit entries."""
    first, second = parse_sddl(one), parse_sddl(other)
    entries = [
        {(a.kind, frozenset(a.flags), a.mask, a.sid) for a in d.aces if not a.inherited} for d in (first, second)
    ]
    return first.protected == second.protected and entries[0] == entries[1]


def merge_access(found: str, other: str) -> str:
    """Merge-Sddl: the list itself if it lacks nothing."""
    there, texts = parse_sddl(found), _ENTRY.findall(found)
    wanted = zip(_ENTRY.findall(other), parse_sddl(other).aces, strict=True)
    lacking = [text for text, ace in wanted if not any(_grants(given, ace) for given in there.aces)]
    if not lacking:
        return found
    own = [text for text, ace in zip(texts, there.aces, strict=True) if not ace.inherited]
    return f"D:{'P' if there.protected else ''}{''.join([*own, *lacking])}"


def _grants(given: Ace, wanted: Ace) -> bool:
    same = given.kind == wanted.kind and {*given.flags} - {"ID"} == {*wanted.flags}
    to_every_pool = wanted.mask == _READ and given.sid in _EVERY_POOL
    return same and given.mask & wanted.mask == wanted.mask and (given.sid == wanted.sid or to_every_pool)


def path_sddl(session: Session, path: str) -> str | None:
    """Get-PathSddl: the DACL's text of a file or folder, None if it is not there."""
    if not session.machine.fs.exists(path):
        return None
    found = re.search(r"D:[A-Z_]*(\([^()]*\))*", session.machine.acl.get(path))
    return found[0] if found else ""


# The lock


def session_process(session: Session) -> Process:
    """wsmprovhost.exe of this session."""
    if session.process is None:
        session.process = session.machine.processes.start("wsmprovhost.exe")
    return session.process


def read_lock(machine: Machine) -> dict[str, Any] | None:
    """Read-HostLock."""
    if not machine.fs.exists(LOCK):
        return None
    try:
        lock = _lock(_parse(machine.fs.read(LOCK).decode("utf-8-sig", "replace")))
    except ValueError:
        lock = _lock(_DAMAGED)
    pid = lock["sessionProcessId"]
    return lock | {"sessionAlive": pid > 0 and machine.processes.alive(pid, lock["sessionStarted"])}


def _lock(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What a lock says. Raises ValueError."""
    texts = {name: as_text(entry.get(name)) for name in _LOCK_TEXTS}
    numbers = {name: as_number(entry.get(name)) for name in _LOCK_NUMBERS}
    return {**texts, **numbers, "manual": bool(entry.get("manual"))}


def as_text(value: Any) -> str:
    """[string] of PowerShell."""
    return "" if value is None else str(value)


def as_number(value: Any, bits: int = 32) -> int:
    """[int] of PowerShell, [long] with 64 bits. Raises ValueError."""
    if isinstance(value, list | dict):
        raise ValueError(f"{value} is no number")
    try:
        number = round(value) if isinstance(value, float) else int(value or 0)
    except OverflowError:
        raise ValueError(f"{value} is too large") from None
    if not -(1 << bits - 1) <= number < 1 << bits - 1:
        raise ValueError(f"{value} is too large")
    return number


# The journal


@dataclass(frozen=True)
class Journal:
    """Entries by sequence number; torn: the last line has no end."""

    entries: list[dict[str, Any]]
    warnings: list[str]
    torn: bool

    def live(self, target: str | None = None) -> list[dict[str, Any]]:
        """Entries that say that a release went live."""
        return [e for e in self.entries if e.get("event") in FINISHED and _fits(e, target)]

    def live_of_others(self, target: str) -> set[str]:
        return {str(entry.get("release")) for entry in self.live() if not _fits(entry, target)}

    def order(self, target: str) -> list[str]:
        """Get-ReleaseOrder."""
        releases = [str(entry["release"]) for entry in reversed(self.live(target)) if entry.get("release")]
        return list(dict.fromkeys(releases))


def _fits(entry: dict[str, Any], target: str | None) -> bool:
    return not target or str(entry.get("target", "")).lower() == target.lower()


def read_journal(machine: Machine) -> Journal:
    """Read-Journal."""
    text = machine.fs.read(JOURNAL).decode("utf-8", "replace") if machine.fs.exists(JOURNAL) else ""
    entries, warnings = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entries.append(_entry(_parse(line)))
        except ValueError:
            warnings.append(f"Line {number} of {JOURNAL} is damaged and is passed over.")
    entries.sort(key=lambda entry: int(entry["sequence"]))
    return Journal(entries, warnings, bool(text) and not text.endswith("\n"))


def _entry(found: dict[str, Any]) -> dict[str, Any]:
    """An entry of the journal. Raises ValueError if it is none."""
    number = as_number(found.get("sequence"), bits=64)
    if number <= 0 or not isinstance(found.get("event"), str) or not isinstance(found.get("run"), str):
        raise ValueError("This is no entry.")
    return found | {"sequence": number}


def is_finished(machine: Machine, run: str) -> bool:
    """Test-RunDeployed."""
    return any(entry.get("run") == run for entry in read_journal(machine).live())


def _parse(text: str) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("not a JSON object")
    return found


def timestamp(moment: datetime) -> str:
    """A time as .NET's format 'o' writes it in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f0Z")
