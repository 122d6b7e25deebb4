"""Lock-Host and Unlock-Host: one run at a time on a host, and one script."""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, step
from winlab.shell.handlers.books import (
    LOCK,
    WORK,
    check_trusted,
    make_host_folder,
    read_lock,
    session_process,
    timestamp,
)
from winlab.shell.handlers.guard_books import due_guards
from winlab.shell.handlers.iis_draft import demand
from winlab.shell.handlers.job_books import condition, find_state

_working: dict[Path, Session] = {}  # which script of this process is at work on which host; under the machine's lock


@step("Lock-Host")
def lock_host(session: Session, p: Params) -> StepOutcome:
    demand(p, "Run", r"[A-Za-z0-9][A-Za-z0-9._-]*")
    run, seconds = str(p["Run"]), float(p.get("TimeoutSeconds", 60))
    if session.whatif:
        check_trusted(session.machine)
    else:
        make_host_folder(session.machine)
    refuse_living(session, p)
    demand_idle(session, seconds)
    lock = refuse_living(session, p)
    if lock is not None and lock["manual"]:
        stays = f"This host was locked by hand ({lock['who']}: {lock['message']}), and stays so."
        return StepOutcome(data={"run": run}, warnings=[stays])
    if not session.whatif:
        _write_lock(session, p, lock)
    if lock is None or lock["run"] == run:
        return StepOutcome(data={"run": run})
    left = f"The lock of run {lock['run']} ({lock['who']} at {lock['controller']}) was left behind and is replaced."
    return StepOutcome(data={"run": run}, warnings=[left])


def demand_idle(session: Session, seconds: float) -> None:
    """Assert-HostIdle. Raises StepFailure (kind 'locked')."""
    if wait_host_script(session, seconds):
        return
    found = f"{WORK} is held open"
    remedy = (
        "Wait until it has ended or reverted, then run again. One that hangs: the guard of its run, if it has one, "
        "acts at its deadline."
    )
    job = find_state(session.machine, "")
    if job is not None and condition(session.machine, job) != "lost":
        found = "the job {id}, {task}, of {who} at {controller} since {since}".format(**job)
        remedy = "Wait until the job has ended: invoke status shows it. Then run again."
    message = "Another script of iisfleet is still at work on this host."
    raise StepFailure(message, f"its end within {seconds:g} s", found, remedy, "locked")


def refuse_living(session: Session, p: Params) -> dict[str, Any] | None:
    """The lock that is there (Assert-HostLock). Raises StepFailure (kind 'locked', 'idle') if it may not be taken."""
    lock = read_lock(session.machine)
    if lock is not None and lock["manual"] and not p.get("Guard"):
        raise StepFailure(
            f"This host was locked by hand: {lock['message']}",
            "no lock",
            f"{lock['who']} at {lock['controller']} since {lock['since']}",
            f"Ask {lock['who']}. When it may go on: invoke unlock for this host, then run again.",
            "locked",
        )
    if p.get("Guard") and not due_guards(session.machine):
        nothing = "Nothing is left to do."
        raise StepFailure("No run of this host is over its time.", "a guard that is due", "none", nothing, "idle")
    if lock is None or lock["run"] in (p["Run"], p.get("Supersedes") or "") or not lock["sessionAlive"]:
        return lock
    if p.get("Guard") and due_guards(session.machine, lock["run"]):
        return lock
    raise StepFailure(
        f"This host is locked by run {lock['run']}.",
        "no lock",
        f"{lock['who']} at {lock['controller']} since {lock['since']}: {lock['why']}",
        "Wait some minutes: this host puts back by itself what a run left unfinished."
        if lock["run"] == "guard"
        else f"Wait until run {lock['run']} has ended, or stop it where it was started.",
        "locked",
    )


def wait_host_script(session: Session, seconds: float) -> bool:
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
    if lock is not None and not wait_host_script(session, 0):
        return StepOutcome(warnings=[f"A script of run {lock['run']} is still at work on this host: its lock stays."])
    if lock is not None and not session.whatif:
        session.machine.fs.remove(LOCK)
    return StepOutcome()
