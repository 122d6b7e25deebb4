"""Suspend-Site, Resume-Site, Restore-SiteContent."""

import contextlib
import time
from collections.abc import Iterator
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.books import is_finished
from winlab.shell.handlers.commit import set_run_state
from winlab.shell.handlers.iis_draft import Changes, demand, sites
from winlab.shell.handlers.inplace import RUN, drop_backup, unsaved
from winlab.shell.handlers.inplace_content import (
    PAGE,
    Plan,
    check_page,
    check_paths,
    forget_live,
    offline_page,
    set_page,
)
from winlab.shell.handlers.inplace_files import CONFIG, delete_empty, delete_files, install_config
from winlab.shell.handlers.inplace_record import (
    Record,
    backup_folder,
    entry_of,
    read_plan,
    read_record,
    runs_noted,
    write_record,
)
from winlab.shell.handlers.release_folders import Entry, release_folder, sha256, windows_name
from winlab.shell.handlers.saved_state import live_state
from winlab.windows.errors import MachineError
from winlab.windows.filesystem import FileSystem
from winlab.windows.topology import expand

_SINCE = "inplace.since"


@step("Suspend-Site")
def suspend_site(session: Session, p: Params) -> StepOutcome:
    demand(p, "Run", RUN)
    run, target, kind = str(p["Run"]), str(p["Target"]), str(p.get("Offline") or "page")
    data: dict[str, Any] = {"pools": [], "workers": [], "waitedSeconds": 0.0}
    record = read_record(session, run)
    entry = entry_of(record, target)
    if session.whatif:
        return StepOutcome(data=data)
    if record is None or entry is None:
        raise unsaved(run, str(p["Path"]))
    names = read_plan(session.machine.fs, entry["store"], run, entry["files"]).names
    if not names:
        return StepOutcome(data=data)
    entry["closing"] = {
        "kind": kind,
        "page": str(p.get("Page") or ""),
        "site": str(p["Site"]),
        "application": str(p.get("Application") or "/"),
    }
    if entry["stage"] == "saved":
        entry["stage"] = "suspended"
    return StepOutcome(data=_close(session, record, entry, names, float(p.get("TimeoutSeconds") or 60)))


def _close(session: Session, record: Record, entry: Record, names: list[str], timeout: float) -> dict[str, Any]:
    """Close-SiteContent."""
    fs, began, closing = session.machine.fs, time.monotonic(), entry["closing"]
    stopping = closing["kind"] == "pools"
    pools = [pool for pool in _pools_of(session, entry) if _live(session, pool)[0] is not None]
    workers = {pool: _live(session, pool)[1] for pool in pools}
    started = [pool for pool in pools if stopping and _live(session, pool)[0] == "Started"]
    stopped = sorted({*(entry["offline"] or {"pools": []})["pools"], *started})
    check_page(fs, entry["path"])
    entry["offline"] = {"kind": closing["kind"], "pools": stopped}
    write_record(session, record)
    session.state.setdefault(_SINCE, {}).setdefault(entry["target"], began)
    set_page(fs, entry["path"], closing["page"], record["run"])
    for pool in started:
        set_run_state(session, "pool", pool, "Stopped", timeout)
    _wait_free(session, entry, names, workers, timeout)
    return {
        "pools": stopped,
        "workers": [pid for pids in workers.values() for pid in pids],
        "waitedSeconds": round(time.monotonic() - began, 2),
    }


def _pools_of(session: Session, entry: Record) -> list[str]:
    """Get-ContentPool."""
    closing, prefix = entry["closing"], f"{entry['path']}\\".lower()
    found = set()
    for site in sites(session):
        for app in site.collection:
            names = (str(site.get("name")).lower(), str(app.get("path")).lower())
            folders = [expand(str(d.get("physicalPath"))).rstrip("\\").lower() for d in app.collection]
            below = any(f"{folder}\\".startswith(prefix) for folder in folders)
            mine = names == (closing["site"].lower(), closing["application"].lower())
            if (below if closing["kind"] == "pools" else mine) and app.get("applicationPool"):
                found.add(str(app.get("applicationPool")))
    return sorted(found, key=str.lower)


def _live(session: Session, pool: str) -> tuple[str | None, list[int]]:
    """Get-LivePool: (state, workers); state None for a pool that is not there."""
    if not session.machine.services.runs("WAS"):
        return "Stopped", []
    state = live_state(session, "pool", pool)
    return state, [] if state is None else [worker.pid for worker in session.machine.iis.workers(pool)]


def _wait_free(
    session: Session, entry: Record, names: list[str], workers: dict[str, list[int]], timeout: float
) -> None:
    """Wait-FreeFile, by the clock of the host. Raises StepFailure (kind 'locked-file')."""
    machine, began = session.machine, session.machine.power.uptime()
    stopping = recycled = entry["closing"]["kind"] == "pools"
    libraries = [name for name in machine.fs.names(entry["path"]) if name.lower().endswith(".dll")]
    old = {pid for pids in workers.values() for pid in pids}
    while True:
        busy = bool(old & {pid for pool in workers for pid in _live(session, pool)[1]})
        if busy and not stopping:
            busy = not recycled and _held(machine.fs, entry["path"], libraries) is not None
        held = _held(machine.fs, entry["path"], names)
        seconds = machine.power.uptime() - began
        if held is None and (not busy or seconds >= timeout):
            return
        if seconds >= timeout:
            raise _held_failure(machine.fs, windows_name(entry["path"], str(held)), timeout)
        if not recycled and seconds >= timeout / 2:
            recycled = True
            for pool in workers:
                state, running = _live(session, pool)
                if state == "Started" and running:
                    machine.iis.recycle(pool)
        if session.stopped.wait(0.05):
            raise StepFailure("The pipeline has been stopped.")


def _held(fs: FileSystem, folder: str, names: list[str]) -> str | None:
    """Find-HeldFile."""
    asked = [name for name in names if name.lower() != CONFIG]
    return next((name for name in asked if fs.is_locked(windows_name(folder, name))), None)


def _held_failure(fs: FileSystem, file: str, seconds: float) -> StepFailure:
    """New-HeldFileError."""
    who = ", ".join(f"{holder.name} ({holder.pid})" for holder in fs.holders(file))
    who = who or "a process that Windows does not name"
    return StepFailure(
        f"{file} is held open by {who}.",
        f"a free file within {seconds:g} s",
        who,
        "End that process, or keep it out of the folder (a backup, a scanner, an editor), then deploy again. "
        "A worker of IIS that does not end by itself: offline: pools.",
        "locked-file",
    )


# Back


@step("Resume-Site")
def resume_site(session: Session, p: Params) -> StepOutcome:
    target, timeout = str(p.get("Target") or ""), float(p.get("TimeoutSeconds") or 60)
    changes: Changes = []
    problems: list[str] = []
    seconds: dict[str, float | None] = {}
    since: dict[str, float] = session.state.setdefault(_SINCE, {})
    for record in _records(session, p, problems):
        for entry in record["targets"]:
            name = str(entry["target"])
            if entry["offline"] is None or (target and name.lower() != target.lower()):
                continue
            began = since.get(name)
            if began is None:
                changes.append(change(f"offline/{name}", entry["offline"]["kind"], None))
            seconds[name] = None
            if not session.whatif:
                problems += _open(session, record, entry, timeout)
                if since.pop(name, None) is not None and began is not None:
                    seconds[name] = round(time.monotonic() - began, 2)
        if all(e["stage"] == "settled" and e["offline"] is None for e in record["targets"]):
            drop_backup(session, str(record["run"]))
    if problems:
        raise StepFailure(
            "Not every site is back.",
            "no app_offline.htm, and every pool started that was",
            "; ".join(problems),
            "See the System event log, sources WAS and IIS-W3SVC. The next run tries again.",
            "start",
        )
    return StepOutcome(changes, {"offlineSeconds": seconds})


def _records(session: Session, p: Params, problems: list[str]) -> Iterator[Record]:
    for run in [str(p["Run"])] if p.get("Run") else runs_noted(session):
        try:
            record = read_record(session, run)
        except StepFailure as error:
            problems.append(str(error))
            continue
        if record:
            yield record


def _open(session: Session, record: Record, entry: Record, timeout: float) -> list[str]:
    """Open-SiteContent: a sentence for each thing that cannot be."""
    fs, problems = session.machine.fs, []
    try:
        fs.remove(windows_name(entry["path"], f"{PAGE}.new"))
        if offline_page(fs, entry["path"]) == "ours":
            fs.remove(windows_name(entry["path"], PAGE))
    except MachineError as error:
        problems.append(rf"{entry['path']}\{PAGE} is left: {error}")
    for pool in entry["offline"]["pools"]:
        try:
            _start(session, pool, timeout)
        except StepFailure as error:
            problems.append(f"pool {pool}: {error} {error.found}")
        except MachineError as error:
            problems.append(f"pool {pool}: {error}")
    if not problems:
        entry["offline"] = None
        if entry["stage"] == "suspended":
            entry["stage"] = "saved"
        write_record(session, record)
    return problems


def _start(session: Session, pool: str, timeout: float) -> None:
    until = time.monotonic() + timeout
    while not session.machine.services.runs("WAS") and time.monotonic() < until:
        if session.stopped.wait(0.1):
            break
    if live_state(session, "pool", pool) is not None:
        set_run_state(session, "pool", pool, "Started", timeout)


@step("Restore-SiteContent")
def restore_site_content(session: Session, p: Params) -> StepOutcome:
    timeout = float(p.get("TimeoutSeconds") or 60)
    changes: Changes = []
    problems: list[str] = []
    restored: str | None = None
    for record in _records(session, p, problems):
        run = str(record["run"])
        over = is_finished(session.machine, run)
        if over and all(entry["offline"] is None for entry in record["targets"]):
            drop_backup(session, run)
            continue
        for entry in record["targets"]:
            if not over and entry["stage"] in ("publishing", "published"):
                changes.append(change(f"content/{entry['target']}", entry["after"], entry["manifest"]))
                restored = restored or run
                left = [] if session.whatif else _undo(session, record, entry, timeout)
                if left:
                    problems += left
                    continue
            entry["stage"] = "settled"
            if not session.whatif:
                write_record(session, record)
    forget_live(session)
    if problems:
        raise StepFailure(
            "Not all content is back as it was.",
            "each file as before the run",
            "; ".join(problems),
            "Free those files or make room, then deploy or roll back: that puts back first.",
            "content",
        )
    return StepOutcome(changes, {"restored": restored})


def _undo(session: Session, record: Record, entry: Record, timeout: float) -> list[str]:
    """Undo-SiteContent: a sentence for each thing that cannot be."""
    fs, path, store = session.machine.fs, str(entry["path"]), str(entry["store"])
    try:
        plan = read_plan(fs, store, record["run"], entry["files"])
        check_paths(fs, path, plan.names)
    except StepFailure as error:
        return [f"{error} {error.found}"]
    steps = _undo_steps(fs, path, plan)
    if steps and entry["closing"] is not None:
        with contextlib.suppress(StepFailure, MachineError):  # what is free can be put back all the same
            _close(session, record, entry, [name for name, _ in steps], timeout)
    problems = _put_back(fs, record, entry, [step for step in steps if not step[1]])
    for folder in sorted(plan.folders, key=len, reverse=True):
        delete_empty(fs, windows_name(path, folder))
    problems += _put_back(fs, record, entry, [step for step in steps if step[1]])
    problems = problems or [f"{windows_name(path, name)} is not as it was" for name, _ in _undo_steps(fs, path, plan)]
    if not problems and entry["before"]:
        fs.write(rf"{store}\current", str(entry["before"]).encode())
    elif not problems:
        fs.remove(rf"{store}\current")
    return problems


def _undo_steps(fs: FileSystem, path: str, plan: Plan) -> list[tuple[str, str]]:
    """Get-UndoStep: (path, hash of what it was); an empty one for a file that is to go."""
    gone = [*(entry.path for entry in plan.added), f"{CONFIG}.iisfleet"]
    steps = [(name, "") for name in gone if _is_file(fs, windows_name(path, name))]
    steps += [(file.path, file.sha256) for file in plan.kept if not _is_same(fs, windows_name(path, file.path), file)]
    return sorted(steps, key=lambda step: step[0].lower() == CONFIG)


def _is_same(fs: FileSystem, place: str, file: Entry) -> bool:
    return _is_file(fs, place) and sha256(fs.read(place)) == file.sha256


def _is_file(fs: FileSystem, place: str) -> bool:
    return fs.exists(place) and not fs.is_folder(place)


def _put_back(fs: FileSystem, record: Record, entry: Record, steps: list[tuple[str, str]]) -> list[str]:
    problems = []
    for name, digest in steps:
        try:
            if digest:
                _put_back_one(fs, record, entry, name, digest)
            else:
                delete_files(fs, entry["path"], [name])
        except MachineError as error:
            problems.append(f"{windows_name(entry['path'], name)}: {error}")
    return problems


def _put_back_one(fs: FileSystem, record: Record, entry: Record, name: str, digest: str) -> None:
    """Restore-ContentFile. Raises MachineError."""
    folders = [backup_folder(entry["store"], record["run"])]
    folders += [release_folder(entry["store"], entry["before"])] if entry["before"] else []
    copies = [windows_name(folder, name) for folder in folders]
    good = [copy for copy in copies if fs.exists(copy) and sha256(fs.read(copy)) == digest]
    if not good:
        raise MachineError(f"no copy of it has the hash {digest}")
    if name.lower() == CONFIG:
        install_config(fs, good[0], entry["path"])
    else:
        fs.copy(good[0], windows_name(entry["path"], name))
