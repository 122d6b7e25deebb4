"""Start-HostJob, Get-HostJob, Resume-HostJob, Remove-OldJob, Get-HostBoot and Restart-Host."""

import hashlib
import time
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers import job_books as books
from winlab.shell.handlers.iis_draft import demand
from winlab.shell.handlers.leftovers import clear_host_leftovers
from winlab.windows.errors import MachineError, NotFound

_ID = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_TOLD = ("id", "run", "task", "who", "controller", "since", "status", "resumed")


@step("Start-HostJob")
def start_host_job(session: Session, p: Params) -> StepOutcome:
    demand(p, "Id", _ID)
    job, machine = str(p["Id"]), session.machine
    if session.whatif:
        return StepOutcome(data={"id": job, "state": "registered"})
    with machine.lock:
        books.make_job_folder(machine)
        machine.fs.write(books.GATE, b"")
        same = books.read_state(machine, job)
        if same is not None:
            return StepOutcome(data={"id": job, "state": books.condition(machine, same)})
        states = books.read_states(machine)
        _refuse_another(session, states)
        script = b"".join(session.content)
        _check_whole(script, str(p["Sha256"]))
        names = {"id": "Id", "run": "Run", "task": "Task", "who": "Who", "controller": "Controller"}
        fields: dict[str, Any] = {name: p[parameter] for name, parameter in names.items()}
        state = books.new_state(machine, {**fields, "sequence": states[-1]["sequence"] + 1 if states else 1})
        books.write_job(machine, state, script, dict(p.get("Secrets") or {}), int(p.get("TimeoutMinutes", 60)))
        try:
            machine.tasks.start(books.task_path(job))
        except MachineError:  # or it would run at the next boot, when nobody reckons with it
            books.unregister(machine, job)
            machine.fs.remove(books.job_folder(job))
            raise
    return StepOutcome(data={"id": job, "state": "registered"})


def _refuse_another(session: Session, states: list[books.State]) -> None:
    """Assert-NoJob."""
    for state in states:
        if books.condition(session.machine, state) in ("registered", "running"):
            raise StepFailure(
                f"The job {state['id']} is at work on this host.",
                "no job",
                f"{state['task']} of {state['who']} at {state['controller']} since {state['since']}",
                "Wait until it has ended, then run again.",
                "locked",
            )


def _check_whole(script: bytes, sha256: str) -> None:
    found = hashlib.sha256(script).hexdigest()
    if found != sha256:
        raise StepFailure(
            "The script of the job did not arrive whole.",
            f"SHA-256 {sha256}",
            f"{len(script)} bytes with SHA-256 {found}",
            "Run again.",
            "content",
        )


@step("Get-HostJob")
def get_host_job(session: Session, p: Params) -> StepOutcome:
    offset, end = int(p.get("Offset", 0)), time.monotonic() + float(p.get("WaitSeconds", 0))
    job: dict[str, Any] | None = None
    lines: list[str] = []
    while True:
        state = books.find_state(session.machine, str(p.get("Id") or ""))
        if state is None:
            break
        # Its condition first: what a job has written before it ended is then among the lines.
        job = {name: state[name] for name in _TOLD} | {"state": books.condition(session.machine, state)}
        lines, after = books.read_output(session.machine, str(state["id"]), offset)
        if lines or job["state"] in ("ended", "lost") or time.monotonic() >= end or session.stopped.wait(0.05):
            offset = after
            break
    return StepOutcome(data={"job": job, "lines": lines, "offset": offset})


@step("Resume-HostJob")
def resume_host_job(session: Session, p: Params) -> StepOutcome:
    demand(p, "Id", _ID)
    job, machine = str(p["Id"]), session.machine
    state = books.read_state(machine, job)
    if state is None:
        raise StepFailure(
            f"There is no job {job} on this host.",
            rf"{books.job_folder(job)}\state.json",
            "no such file",
            "Run the command again that started it.",
            "job",
        )
    condition = books.condition(machine, state)
    if condition == "lost" and not session.whatif:
        _start_again(session, state)
    return StepOutcome(data={"id": job, "state": condition})


def _start_again(session: Session, state: books.State) -> None:
    job, machine = str(state["id"]), session.machine
    books.make_job_folder(machine, job)
    try:
        machine.tasks.query(books.task_path(job))
    except NotFound:
        books.register(machine, state)
    machine.tasks.start(books.task_path(job))


@step("Remove-OldJob")
def remove_old_job(session: Session, p: Params) -> StepOutcome:
    keep, job, machine = int(p.get("Keep", 5)), str(p.get("Id") or ""), session.machine
    ended = [str(state["id"]) for state in books.read_states(machine) if state["state"] == "ended"]
    removed, warnings = [], []
    due = [] if session.whatif or (job and job not in ended) else ended
    for number, name in enumerate(due):
        old = number < len(ended) - keep
        try:
            books.unregister(machine, name)
            if old and name != job:
                machine.fs.remove(books.job_folder(name))
                removed.append(name)
        except MachineError as error:
            warnings.append(f"What is left of job {name} cannot be removed: {error}")
    warnings += clear_host_leftovers(session)
    return StepOutcome(data={"removed": removed}, warnings=warnings)


@step("Get-HostBoot")
def get_host_boot(session: Session, _: Params) -> StepOutcome:
    power = session.machine.power
    return StepOutcome(data={"boot": power.boot, "pendingReboot": power.has_pending_work})


@step("Restart-Host")
def restart_host(session: Session, p: Params) -> StepOutcome:
    boot = session.machine.power.boot
    if not session.whatif:
        comment = f"iisfleet, run {p['Run']}"
        ended = session.machine.run("shutdown.exe", "/r", "/t", "2", "/d", "p:4:1", "/c", comment)
        if ended.code not in (0, 1190, 1115):
            raise StepFailure(
                f"shutdown.exe ended with exit code {ended.code}.", "0, 1190, 1115", ended.output, kind="native"
            )
    return StepOutcome([change("host/boot", None, "restarted")], {"boot": boot})
