"""The guard: a task that takes back what a run left unfinished, at its deadline or after a boot."""

import base64
import hashlib
import math
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from winlab.shell import Stopped
from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, handler_of, step
from winlab.shell.handlers.books import (
    is_finished,
    make_host_folder,
    read_journal,
    read_lock,
    session_process,
    timestamp,
)
from winlab.shell.handlers.guard_books import (
    GUARD,
    State,
    due_guards,
    guard_file,
    guard_task,
    is_unfinished,
    make_guard_folder,
    monotonic,
    read_guards,
    rest,
    write_guard,
)
from winlab.shell.handlers.iis_draft import demand
from winlab.shell.handlers.lock import demand_idle, wait_host_script
from winlab.shell.handlers.tasks import task_document
from winlab.windows.errors import MachineError, NotFound
from winlab.windows.machine import Machine

_RUN = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_SHA256 = "[0-9a-f]{64}"
_POLL = 0.05  # seconds


@step("Get-HostGuard")
def get_host_guard(session: Session, p: Params) -> StepOutcome:
    demand(p, "Sha256", _SHA256)
    machine = session.machine
    guards = [_told(machine, state) for state in read_guards(machine)]
    return StepOutcome(data={"installed": _is_installed(machine, str(p["Sha256"])), "guards": guards})


def _told(machine: Machine, state: State) -> dict[str, Any]:
    task = _task(machine, state["run"])
    return {
        "run": state["run"],
        "deadlineSeconds": state["deadlineSeconds"],
        "since": state["since"],
        "state": "lost" if task is None else "fired" if state["fired"] else "armed",
        "restSeconds": math.ceil(rest(machine, state)),
        "tries": state["tries"],
        "atWork": task is not None and task["state"] == "Running",
        "nextSeconds": _until(task["nextRun"]) if task else None,
    }


def _until(moment: str | None) -> int | None:
    """Get-TaskRest; the moment is in local time."""
    if moment is None:
        return None
    return max(0, math.ceil((datetime.fromisoformat(moment).astimezone() - datetime.now(UTC)).total_seconds()))


@step("Install-HostGuard")
def install_host_guard(session: Session, p: Params) -> StepOutcome:
    demand(p, "Sha256", _SHA256)
    sha256, machine = str(p["Sha256"]), session.machine
    if not session.whatif:
        make_guard_folder(machine)
    if not _is_installed(machine, sha256):
        text = zlib.decompress(base64.b64decode(str(p["Gzip"])), wbits=31) if p.get("Gzip") else b""
        found = hashlib.sha256(text).hexdigest()
        if found != sha256:
            raise StepFailure(
                "The script of the guard is not as it was rendered.",
                f"SHA-256 {sha256}",
                f"{len(text)} bytes with SHA-256 {found}",
                "Run again: it is sent anew.",
                "guard",
            )
        if not session.whatif:
            machine.fs.write(_script(sha256), text)
    if not read_guards(machine) and not session.whatif:
        for name in machine.fs.names(GUARD):
            if name.startswith("guard-") and name.endswith(".ps1") and name != f"guard-{sha256}.ps1":
                machine.fs.remove(rf"{GUARD}\{name}")
    return StepOutcome(data={"sha256": sha256})


@step("Register-HostGuard")
def register_host_guard(session: Session, p: Params) -> StepOutcome:
    demand(p, "Run", _RUN)
    demand(p, "Sha256", _SHA256)
    run, seconds, machine = str(p["Run"]), int(p["DeadlineSeconds"]), session.machine
    if not 30 <= seconds <= 86400:
        raise StepFailure("Cannot validate argument on parameter 'DeadlineSeconds'.")
    retries = [int(one) for one in p.get("RetrySeconds") or ()]
    if not all(1 <= one <= 86400 for one in retries):
        raise StepFailure("Cannot validate argument on parameter 'RetrySeconds'.")
    told = StepOutcome(data={"deadlineSeconds": seconds})
    if session.whatif or (_task(machine, run) and read_guards(machine, run)):
        return told
    make_guard_folder(machine)
    write_guard(machine, _armed(session, run, seconds, p.get("Entries") or ()))
    try:
        document = _document(run, str(p["Sha256"]), seconds, retries)
        machine.tasks.register(guard_task(run), document, force=True)
    except MachineError as error:
        machine.fs.remove(guard_file(run))
        raise StepFailure(
            "The guard of this host cannot be armed.",
            f"the scheduled task {guard_task(run)}",
            str(error),
            "Start the service Schedule, or say guard: false in the inventory.",
            "guard",
        ) from None
    return told


def _armed(session: Session, run: str, seconds: int, entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The state of a guard that nobody has called yet."""
    process = session_process(session)
    return {
        "run": run,
        "deadlineSeconds": seconds,
        "since": timestamp(datetime.now(UTC)),
        "monotonic": monotonic(session.machine),
        "boot": session.machine.power.boot,
        "processId": process.pid,
        "processStarted": process.started,
        "fired": False,
        "tries": 0,
        "entries": [dict(entry) for entry in entries],
    }


@step("Wait-HostGuard")
def wait_host_guard(session: Session, _p: Params) -> StepOutcome:
    machine = session.machine
    while not (due := due_guards(machine)):
        if not read_guards(machine):
            raise StepFailure(
                "No run is guarded any more.",
                "a guarded run",
                f"no file of a run in {GUARD}",
                "Nothing is left to do.",
                "idle",
            )
        if session.stopped.wait(_POLL):
            raise Stopped
    for state in due:
        if not session.whatif:
            write_guard(machine, {**state, "fired": True, "tries": state["tries"] + 1})
    return StepOutcome(data={"due": [state["run"] for state in due]})


@step("Stop-HostScript")
def stop_host_script(session: Session, p: Params) -> StepOutcome:
    machine, grace = session.machine, int(p.get("GraceSeconds", 30))
    if not session.whatif:
        make_host_folder(machine)
    end = monotonic(machine) + grace
    while not (free := wait_host_script(session, 0)) and monotonic(machine) < end:
        if session.stopped.wait(_POLL):
            raise Stopped
    ended: list[str] = []
    for state in [] if free or session.whatif else due_guards(machine):
        pid = state["processId"]
        if machine.processes.alive(pid, state["processStarted"]):
            machine.processes.kill(pid)
            ended.append(state["run"])
    if not free:  # a process that was ended lets go of its files a moment later
        demand_idle(session, 15 if ended else 0)
    return StepOutcome(data={"ended": ended})


@step("Wait-IisService")
def wait_iis_service(session: Session, p: Params) -> StepOutcome:
    machine, end = session.machine, time.monotonic() + float(p.get("TimeoutSeconds", 120))
    is_long = monotonic(machine) > int(p.get("UptimeSeconds", 600))
    while (late := _late(machine)) and not is_long and time.monotonic() < end:
        if session.stopped.wait(_POLL):
            raise Stopped
    warnings = [f"The service {name} does not run, though Windows starts it." for name in late]
    return StepOutcome(data={"late": late}, warnings=warnings)


def _late(machine: Machine) -> list[str]:
    services = [machine.services.get(name) for name in ("W3SVC", "WAS") if machine.services.exists(name)]
    return [one.name for one in services if one.start_type == "Automatic" and one.status != "Running"]


@step("Resume-GuardedHost")
def resume_guarded_host(session: Session, _p: Params) -> StepOutcome:
    changes: list[dict[str, Any]] = []
    warnings: list[str] = []
    for state in _fired(session.machine):
        told = handler_of("Set-HostDrain")(session, {"Flag": None, "State": "serving", "Run": state["run"]})
        changes += told.changes
        warnings += told.warnings
    return StepOutcome(changes, warnings=warnings)


@step("Add-GuardEntry")
def add_guard_entry(session: Session, p: Params) -> StepOutcome:
    machine, by = session.machine, str(p.get("Run") or "")
    if by:
        demand(p, "Run", _RUN)
    entries: list[dict[str, Any]] = []
    runs: list[str] = []
    told = {entry.get("run") for entry in read_journal(machine).entries if entry.get("event") == "reverted"}
    for state in read_guards(machine) if by else _fired(machine):
        if state["run"] in told or is_finished(machine, state["run"]) or is_unfinished(machine, state["run"]):
            continue
        failure = {"step": "Lock-Host" if by else "Wait-HostGuard", "message": _why(machine, state, by)}
        who = {} if by == state["run"] else {"who": f"recovered by {by}" if by else "guard"}
        entries += [{**given, **who, "failure": failure} for given in state["entries"]]
        runs.append(state["run"])
    warnings = handler_of("Add-JournalEntry")(session, {"Entry": entries}).warnings if entries else []
    return StepOutcome(data={"runs": runs}, warnings=warnings)


@step("Remove-HostGuard")
def remove_host_guard(session: Session, p: Params) -> StepOutcome:
    machine, run = session.machine, str(p.get("Run") or "")
    if run:
        demand(p, "Run", _RUN)
    runs = [run] if run else _over(machine)
    left = [name for name in runs if is_unfinished(machine, name)]
    removed = [name for name in runs if name not in left]
    for name in [] if session.whatif else removed:
        with suppress(NotFound):
            machine.tasks.unregister(guard_task(name))
        machine.fs.remove(guard_file(name))
    warning = (
        "Not all is back as it was before run {}: the next run puts it back first, and the guard of this host tries"
        " again; invoke status says when."
    )
    return StepOutcome(data={"runs": removed}, warnings=[warning.format(name) for name in left])


def _over(machine: Machine) -> list[str]:
    """Every run that has a task or a file, but the one that holds the lock."""
    lock, before = read_lock(machine), guard_task("").lower()
    tasks = [task["path"][len(before) :] for task in machine.tasks.all() if task["path"].lower().startswith(before)]
    runs = {*tasks, *(state["run"] for state in read_guards(machine))}
    return sorted(run for run in runs if lock is None or lock["run"] != run)


def _fired(machine: Machine) -> list[State]:
    return [state for state in read_guards(machine) if state["fired"]]


def _why(machine: Machine, state: Mapping[str, Any], by: str) -> str:
    if monotonic(machine) - float(state["monotonic"]) >= float(state["deadlineSeconds"]):
        return f"The run did not end within {state['deadlineSeconds']} s."
    if by and by != state["run"]:
        return "The run never said how it ended."
    return "The session of the run ended in the middle of it."


def _script(sha256: str) -> str:
    return rf"{GUARD}\guard-{sha256}.ps1"


def _is_installed(machine: Machine, sha256: str) -> bool:
    file = _script(sha256)
    return machine.fs.exists(file) and hashlib.sha256(machine.fs.read(file)).hexdigest() == sha256


def _task(machine: Machine, run: str) -> dict[str, Any] | None:
    try:
        return machine.tasks.query(guard_task(run))
    except NotFound:
        return None


def _document(run: str, sha256: str, seconds: int, retries: Sequence[int]) -> str:
    deadline = datetime.now(UTC) + timedelta(seconds=seconds)
    moments = [deadline + timedelta(seconds=retry) for retry in (0, *retries)]
    return task_document(
        _script(sha256),
        sha256,
        minutes=min(10080, 60 - (-seconds // 60)),
        once=[moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in moments],
        description=f"Takes back what run {run} leaves unfinished; made by iisfleet.",
    )
