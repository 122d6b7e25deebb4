"""The folders of jobs in C:\\ProgramData\\iisfleet\\jobs, read and written as the host functions do."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from winlab.shell.handlers import SecretText
from winlab.shell.handlers.books import (
    FOLDER,
    PROTECTED,
    as_number,
    as_text,
    check_trusted,
    make_host_folder,
    timestamp,
)
from winlab.shell.handlers.tasks import task_document
from winlab.windows.errors import NotFound
from winlab.windows.machine import Machine

JOBS = rf"{FOLDER}\jobs"
GATE = rf"{JOBS}\gate"  # held open by who starts a job; stays
State = dict[str, Any]
EMPTY_STATE: State = {
    "id": "", "run": "", "task": "", "who": "", "controller": "", "since": "", "sequence": 0, "state": "",
    "processId": None, "processStarted": None, "boot": "", "status": None, "resumed": False,
}  # fmt: skip
_PATIENCE = 60.0  # seconds in which the process of a registered job should have come
_LIMIT = 200_000


def job_folder(job: str) -> str:
    """Get-JobFolder."""
    return rf"{JOBS}\{job}"


def task_path(job: str) -> str:
    return rf"\iisfleet\job-{job}"


def make_job_folder(machine: Machine, job: str = "") -> None:
    """Initialize-JobFolder. Raises StepFailure (kind 'security')."""
    make_host_folder(machine)
    for folder in [JOBS, *([job_folder(job)] if job else [])]:
        if machine.fs.exists(folder):
            check_trusted(machine, folder)
        else:
            machine.fs.make_folder(folder)
            machine.acl.set(folder, PROTECTED)


def read_state(machine: Machine, job: str) -> State | None:
    """Read-JobState."""
    try:
        found = json.loads(machine.fs.read(rf"{job_folder(job)}\state.json").decode("utf-8-sig"))
    except (NotFound, ValueError):
        return None
    try:
        return _state(job, found)
    except (ValueError, AttributeError):
        return None


def _state(job: str, found: Mapping[str, Any]) -> State:
    """What the state of a job says; its id is that of its folder. Raises ValueError, AttributeError."""
    state = {name: found.get(name) for name in EMPTY_STATE}
    state |= {name: as_text(state[name]) for name in ("run", "task", "who", "controller", "since", "state", "boot")}
    state |= {"id": job, "sequence": as_number(state["sequence"]), "resumed": bool(state["resumed"])}
    if state["state"] == "running":
        state["processId"] = as_number(state["processId"])
    if state["state"] == "registered":
        job_age(state)
    return state


def read_states(machine: Machine) -> list[State]:
    """Read-AllJobState. Raises StepFailure (kind 'security')."""
    check_trusted(machine, JOBS)
    folders = [name for name in machine.fs.names(JOBS) if not machine.fs.is_reparse_point(job_folder(name))]
    states = [state for name in folders if (state := read_state(machine, name)) is not None]
    return sorted(states, key=lambda state: int(state["sequence"]))


def find_state(machine: Machine, job: str) -> State | None:
    """Find-HostJob."""
    if job:
        check_trusted(machine, JOBS)
        return read_state(machine, job)
    return next((state for state in reversed(read_states(machine)) if state["state"] != "ended"), None)


def condition(machine: Machine, state: State) -> str:
    """Get-JobCondition."""
    kind = str(state["state"])
    if kind == "ended":
        return kind
    if kind == "running" and machine.processes.alive(int(state["processId"] or 0), str(state["processStarted"])):
        return kind
    if kind == "registered" and job_age(state) < _PATIENCE:
        return kind
    try:
        return kind if machine.tasks.query(task_path(str(state["id"])))["state"] in ("Running", "Queued") else "lost"
    except NotFound:
        return "lost"


def job_age(state: State) -> float:
    """Get-JobAge: seconds since it was registered."""
    # .NET writes seven digits, Python reads six of them.
    since = datetime.fromisoformat(str(state["since"])[:26]).replace(tzinfo=UTC)
    return (datetime.now(UTC) - since).total_seconds()


def write_job(machine: Machine, state: State, script: bytes, secrets: Mapping[str, SecretText], minutes: int) -> None:
    """Write-JobFile, Register-JobTask and Write-JobState, in this order."""
    job = str(state["id"])
    folder = job_folder(job)
    make_job_folder(machine, job)
    machine.fs.write(rf"{folder}\job.ps1", script)
    blobs = {name: machine.dpapi.protect(secret.reveal()) for name, secret in secrets.items()}
    if blobs:
        machine.fs.write(rf"{folder}\secrets.json", json.dumps(blobs).encode())
    register(machine, state, minutes)
    machine.fs.write(rf"{folder}\state.json", json.dumps(state).encode())


def register(machine: Machine, state: State, minutes: int = 60) -> None:
    """Register-JobTask."""
    file = rf"{job_folder(str(state['id']))}\job.ps1"
    sha256 = hashlib.sha256(machine.fs.read(file)).hexdigest()
    description = f"{state['task']}, run {state['run']} of {state['who']}"
    document = task_document(file, sha256, minutes=minutes, description=description)
    machine.tasks.register(task_path(str(state["id"])), document, force=True)


def unregister(machine: Machine, job: str) -> None:
    """Unregister-JobTask."""
    with suppress(NotFound):
        machine.tasks.unregister(task_path(job))


def new_state(machine: Machine, fields: State) -> State:
    """New-JobState."""
    since = timestamp(datetime.now(UTC))
    return {**EMPTY_STATE, "state": "registered", "since": since, "boot": machine.power.boot, **fields}


def read_output(machine: Machine, job: str, offset: int) -> tuple[list[str], int]:
    """Read-JobOutput: whole lines from an offset, and the offset after them."""
    path = rf"{job_folder(job)}\output.jsonl"
    content = machine.fs.read(path)[offset:] if machine.fs.exists(path) else b""
    end = content.rfind(b"\n", 0, _LIMIT)
    if end < 0:
        end = content.find(b"\n")
    if end < 0:
        return [], offset
    return content[:end].decode("utf-8", "replace").split("\n"), offset + end + 1
