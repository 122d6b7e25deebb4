"""Set-HostLock and Remove-HostLock: a host that a person has locked."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.books import LOCK, check_trusted, make_host_folder, read_lock, timestamp
from winlab.shell.handlers.iis_draft import demand
from winlab.shell.handlers.lock import demand_idle, refuse_living


@step("Set-HostLock")
def set_host_lock(session: Session, p: Params) -> StepOutcome:
    demand(p, "Run", r"[A-Za-z0-9][A-Za-z0-9._-]*")
    if session.whatif:
        check_trusted(session.machine)
    else:
        make_host_folder(session.machine)
    lock = read_lock(session.machine)
    for is_free in (False, True):
        lock = read_lock(session.machine)
        is_own = lock is not None and lock["manual"] and str(lock["who"]).lower() == str(p["Who"]).lower()
        if lock and is_own and lock["message"] == p["Message"]:
            return StepOutcome(data={"run": lock["run"]})
        if not is_own:
            refuse_living(session, p)
        if not is_free:
            demand_idle(session, float(p.get("TimeoutSeconds", 60)))
    entry = {
        "run": p["Run"],
        "who": p["Who"],
        "controller": p["Controller"],
        "why": "lock",
        "since": timestamp(datetime.now(UTC)),
        "manual": True,
        "message": p["Message"],
    }
    if not session.whatif:
        session.machine.fs.write(LOCK, json.dumps(entry).encode())
    return StepOutcome([change("lock", _text(lock), p["Message"])], {"run": p["Run"]})


@step("Remove-HostLock")
def remove_host_lock(session: Session, p: Params) -> StepOutcome:
    lock = read_lock(session.machine)
    for is_free in (False, True):
        lock = read_lock(session.machine)
        if lock is None:
            return StepOutcome()
        run, holder = str(p.get("Run") or ""), str(lock["run"] or "")
        if holder and not (holder.lower() == run.lower() if run else lock["manual"]):
            raise _not_meant(lock, f"run {run}" if run else "a person")
        if not is_free:
            demand_idle(session, float(p.get("TimeoutSeconds", 60)))
    if not session.whatif:
        session.machine.fs.remove(LOCK)
    return StepOutcome([change("lock", _text(lock), None)])


def _not_meant(lock: Mapping[str, Any], asked: str) -> StepFailure:
    holder, reason = ("a person", lock["message"]) if lock["manual"] else (f"run {lock['run']}", lock["why"])
    remedy = f"If that run is over: invoke unlock --run {lock['run']}, with the same --env and --limit."
    return StepFailure(
        f"This host is locked by {holder}, not by {asked}.",
        f"no lock, or that of {asked}",
        f"{lock['who']} at {lock['controller']} since {lock['since']}: {reason}",
        "invoke unlock without --run takes it away, if that person agrees." if lock["manual"] else remedy,
        "locked",
    )


def _text(lock: Mapping[str, Any] | None) -> Any:
    """Get-LockText."""
    if lock is None or lock["manual"]:
        return lock and lock["message"]
    return f"run {lock['run']}" if lock["run"] else lock["who"]
