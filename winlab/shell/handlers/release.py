"""Lock-Host, Unlock-Host, the journal, and what is done with releases that are there."""

import base64
import gzip
import json
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.books import (
    JOURNAL,
    LOCK,
    WORK,
    check_trusted,
    is_finished,
    make_host_folder,
    path_sddl,
    read_journal,
    read_lock,
    same_access,
    session_process,
    timestamp,
)
from winlab.shell.handlers.iis_draft import demand, renew
from winlab.shell.handlers.release_folders import (
    complete,
    is_served,
    really_there,
    release_folder,
    remove_release,
    served,
)
from winlab.windows.errors import IdentityNotMapped, MachineError

_RELEASE = r"[A-Za-z0-9][A-Za-z0-9._+-]*"
_ABSOLUTE = r"[A-Za-z]:\\.*"
_working: dict[Path, Session] = {}  # which script of this process is at work on which host; under the machine's lock


# The lock


@step("Lock-Host")
def lock_host(session: Session, p: Params) -> StepOutcome:
    demand(p, "Run", r"[A-Za-z0-9][A-Za-z0-9._-]*")
    run, seconds = str(p["Run"]), float(p.get("TimeoutSeconds", 60))
    if session.whatif:
        check_trusted(session.machine)
    else:
        make_host_folder(session.machine)
    _refuse_living(session, p, "Wait until run {run} has ended, or stop it where it was started.")
    if not _wait(session, seconds):
        raise StepFailure(
            "Another script of iisfleet is still at work on this host.",
            f"its end within {seconds:g} s",
            f"{WORK} is held open",
            "Wait until it has ended or reverted, then run again.",
            "locked",
        )
    lock = _refuse_living(session, p, "Wait until run {run} has ended.")
    if not session.whatif:
        _write_lock(session, p, lock)
    if lock is None or lock["run"] == run:
        return StepOutcome(data={"run": run})
    left = f"The lock of run {lock['run']} ({lock['who']} at {lock['controller']}) was left behind and is replaced."
    return StepOutcome(data={"run": run}, warnings=[left])


def _refuse_living(session: Session, p: Params, remedy: str) -> dict[str, Any] | None:
    """The lock that is there. Raises StepFailure (kind 'locked') if it is that of another, living run."""
    lock = read_lock(session.machine)
    if lock is not None and lock["run"] not in (p["Run"], p.get("Supersedes") or "") and lock["sessionAlive"]:
        raise StepFailure(
            f"This host is locked by run {lock['run']}.",
            "no lock",
            f"{lock['who']} at {lock['controller']} since {lock['since']}: {lock['why']}",
            remedy.format(run=lock["run"]),
            "locked",
        )
    return lock


def _wait(session: Session, seconds: float) -> bool:
    """Wait-HostScript: until no other script is at work; this one then is, until it ends."""
    machine, end = session.machine, time.monotonic() + seconds
    while True:
        with machine.lock:
            other = _working.get(machine.root)
            if other is session:
                return True
            if other is None and not machine.fs.is_locked(WORK):
                if not session.whatif:
                    _begin(session)
                return True
        if time.monotonic() >= end or session.stopped.wait(0.1):
            return False


def _begin(session: Session) -> None:
    _working[session.machine.root] = session
    session.at_end.append(lambda: _end(session))
    if not session.machine.fs.exists(WORK):
        session.machine.fs.write(WORK, b"")


def _end(session: Session) -> None:
    with session.machine.lock:
        _working.pop(session.machine.root, None)


def _write_lock(session: Session, p: Params, before: Mapping[str, Any] | None) -> None:
    process, same = session_process(session), before is not None and before["run"] == p["Run"]
    entry = {
        "run": p["Run"],
        "who": p["Who"],
        "controller": p["Controller"],
        "processId": p.get("ProcessId", 0),
        "why": p.get("Why", ""),
        "since": before["since"] if before is not None and same else timestamp(datetime.now(UTC)),
        "sessionProcessId": process.pid,
        "sessionStarted": process.started,
    }
    session.machine.fs.write(LOCK, json.dumps(entry).encode())


@step("Unlock-Host")
def unlock_host(session: Session, p: Params) -> StepOutcome:
    lock = read_lock(session.machine)
    if lock is not None and lock["run"] != p["Run"]:
        return StepOutcome(warnings=[f"The lock belongs to run {lock['run']} ({lock['who']}) and stays."])
    if lock is not None and not session.whatif:
        session.machine.fs.remove(LOCK)
    return StepOutcome()


# The journal


@step("Get-Journal")
def get_journal(session: Session, p: Params) -> StepOutcome:
    journal, target = read_journal(session.machine), str(p.get("Target") or "").lower()
    entries = [e for e in journal.entries if not target or str(e.get("target", "")).lower() == target]
    return StepOutcome(data={"entries": entries[-int(p.get("Last", 50)) :]}, warnings=journal.warnings)


@step("Add-JournalEntry")
def add_journal_entry(session: Session, p: Params) -> StepOutcome:
    entry, journal = dict(p["Entry"]), read_journal(session.machine)
    if p.get("OnlyLocked"):
        lock = read_lock(session.machine)
        if lock is None or lock["run"] != entry["run"] or is_finished(session.machine, entry["run"]):
            return StepOutcome(data={"sequence": None})
    if not {"event", "run"} <= set(entry):
        raise StepFailure("Cannot validate argument on parameter 'Entry': event and run must be in it.")
    names = ("event", "run", "target", "release")
    same = [e for e in journal.entries if all(e.get(name) == entry.get(name) for name in names)]
    if same:
        return StepOutcome(data={"sequence": same[0]["sequence"]}, warnings=journal.warnings)
    sequence = journal.entries[-1]["sequence"] + 1 if journal.entries else 1
    if not session.whatif:
        make_host_folder(session.machine)
        line = {"sequence": sequence, "at": timestamp(datetime.now(UTC))} | dict(sorted(entry.items()))
        _append(session, ("\n" if journal.torn else "") + json.dumps(line, separators=(",", ":")) + "\n")
    return StepOutcome(data={"sequence": sequence}, warnings=journal.warnings)


def _append(session: Session, text: str) -> None:
    fs = session.machine.fs
    size = len(fs.read(JOURNAL)) if fs.exists(JOURNAL) else 0
    fs.write_at(JOURNAL, size, text.encode())


# Releases


@step("Get-SiteRelease")
def get_site_release(session: Session, p: Params) -> StepOutcome:
    demand(p, "Path", _ABSOLUTE)
    fs, path = session.machine.fs, str(p["Path"])
    physical = next(iter(served(session, str(p["Site"]), str(p.get("Application") or "/"))), None) or None
    release = _release_of(physical, path)
    content = really_there(fs, path, release) if release else None
    incoming = {name: fs.path(rf"{path}\incoming\{name}") for name in fs.names(rf"{path}\incoming")}
    return StepOutcome(
        data={
            "target": p["Target"],
            "release": release,
            "physicalPath": physical,
            "manifest": content and content.sha256,
            "files": len(content.entries) if content else 0,
            "releases": [{"id": name, "manifest": digest} for name, digest in complete(fs, path).items()],
            "incoming": {name: file.stat().st_size for name, file in incoming.items() if file.is_file()},
        }
    )


def _release_of(physical: str | None, path: str) -> str | None:
    prefix = rf"{path}\releases" + "\\"
    if physical is None or not physical.lower().startswith(prefix.lower()):
        return None
    rest = physical[len(prefix) :]
    return rest if rest and "\\" not in rest else None


@step("Get-ReleaseManifest")
def get_release_manifest(session: Session, p: Params) -> StepOutcome:
    demand(p, "Release", _RELEASE)
    path, release = str(p["Path"]), str(p["Release"])
    content = really_there(session.machine.fs, path, release)
    if content is None:
        raise StepFailure(
            f"Release {release} is not complete on this host.",
            f"{release_folder(path, release)} and its .manifest",
            "one of them is missing",
            "Deploy again: the host is asked anew which releases it has.",
            "content",
        )
    packed = base64.b64encode(gzip.compress(content.text.encode())).decode()
    return StepOutcome(
        data={"release": release, "manifest": content.sha256, "files": len(content.entries), "gzip": packed}
    )


@step("Set-SiteFolder")
def set_site_folder(session: Session, p: Params) -> StepOutcome:
    demand(p, "Path", r"[A-Za-z]:\\[^\\].*")
    demand(p, "Sddl", r"D:.*")
    machine, path, wanted = session.machine, str(p["Path"]), str(p["Sddl"])
    if p.get("Identity"):
        wanted += f"(A;OICI;0x1200a9;;;{_account_sid(session, str(p['Identity']))})"
    existed, changes = machine.fs.exists(path), []
    planned: set[str] = session.state.setdefault("planned folders", set())
    is_told = path.lower() in planned
    parts = path.split("\\")
    above = ["\\".join(parts[:depth]) for depth in range(2, len(parts) + 1)]
    for folder in (*above, rf"{path}\releases", rf"{path}\incoming", rf"{path}\shared"):
        if machine.fs.exists(folder) or folder.lower() in planned:
            continue
        changes.append(change(f"folder/{folder}", None, "present"))
        if session.whatif:
            planned.add(folder.lower())
        else:
            machine.fs.make_folder(folder)
    if is_told or (existed and p.get("KeepAccess")):
        return StepOutcome(changes)
    found = path_sddl(session, path) if existed else None
    if found is None or not same_access(found, wanted):
        changes.append(change(f"acl/{path}", found, wanted))
        if not session.whatif:
            machine.acl.set(path, wanted)
    return StepOutcome(changes)


def _account_sid(session: Session, name: str) -> str:
    try:
        return session.machine.accounts.sid(name)
    except IdentityNotMapped:
        raise StepFailure(
            f"Windows does not know the account {name}.",
            "an account of this host or of its domain",
            "no such account",
            "Correct pool.identity in the inventory, or make the account.",
            "identity",
        ) from None


@step("Remove-OldRelease")
def remove_old_release(session: Session, p: Params) -> StepOutcome:
    demand(p, "Release", _RELEASE)
    path, target, release = str(p["Path"]), str(p["Target"]), str(p["Release"])
    there = list(complete(session.machine.fs, path))
    earlier = [r for r in read_journal(session.machine).order(target) if r != release and r in there]
    known = [release, *earlier]
    old = known[max(int(p["Keep"]), 2) :] + ([r for r in there if r not in known] if earlier else [])
    changes, warnings = [], []
    for name in old:
        if is_served(session, path, name):
            warnings.append(f"Release {name} stays: IIS serves it.")
            continue
        removed, warning = remove_release(session, path, name)
        changes += [change(f"release/{target}/{name}", "kept", None)] if removed else []
        warnings += [warning] if warning else []
    return StepOutcome(changes, warnings=[*warnings, *_clear_leftovers(session, path)])


def _clear_leftovers(session: Session, path: str) -> list[str]:
    """Clear-ReleaseLeftover: sentences about what could not be deleted."""
    if session.whatif:
        return []
    fs, releases, incoming = session.machine.fs, rf"{path}\releases", rf"{path}\incoming"
    left = [rf"{releases}\{name}" for name in fs.names(releases) if re.search(r"\.(partial|removing)$", name)]
    left += [rf"{incoming}\{name}" for name in fs.names(incoming) if not fs.is_folder(rf"{incoming}\{name}")]
    sentences = []
    for name in left:
        try:
            fs.remove(name)
        except MachineError as error:
            sentences.append(f"{name} is left: {error}")
    return sentences


@step("Remove-Release")
def remove_one_release(session: Session, p: Params) -> StepOutcome:
    demand(p, "Release", _RELEASE)
    machine, path, release = session.machine, str(p["Path"]), str(p["Release"])
    target = str(p.get("Target") or "") or None
    deployed = any(entry.get("release") == release for entry in read_journal(machine).live(target))
    if deployed or release not in complete(machine.fs, path):
        return StepOutcome()
    lock = read_lock(machine)
    if lock and lock["sessionAlive"] and int(lock["sessionProcessId"]) != session_process(session).pid:
        return StepOutcome(warnings=[f"Release {release} stays: run {lock['run']} holds this host."])
    if not session.whatif:
        renew(session)
    if is_served(session, path, release):
        return StepOutcome(warnings=[f"Release {release} stays: IIS serves it."])
    removed, warning = remove_release(session, path, release)
    owner = target or path.rsplit("\\", 1)[-1]
    changes = [change(f"release/{owner}/{release}", "kept", None)] if removed else []
    return StepOutcome(changes, warnings=[warning] if warning else [])
