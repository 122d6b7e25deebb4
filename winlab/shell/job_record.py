"""A job's folder on the host, as Enter-HostJob, Write-HostJobLine and Exit-HostJob keep it, for the emulated shell."""

import contextlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from winlab.shell.handlers import SecretText
from winlab.shell.handlers.books import timestamp
from winlab.shell.handlers.job_books import EMPTY_STATE, job_age
from winlab.windows.errors import NotFound
from winlab.windows.jsonfile import write_atomically

if TYPE_CHECKING:
    from winlab.windows.machine import Machine
    from winlab.windows.processes import Process

_PATIENCE = 3600.0  # seconds
_END = re.compile(r'\{"end":true,"status":"(ok|failed)"\}$')


@dataclass(frozen=True)
class Entered:
    """What a job has when it begins; interruption: the result line of an earlier life that did not end."""

    secrets: dict[str, SecretText]
    interruption: dict[str, Any] | None


class JobRecord:
    """The record of one job."""

    def __init__(self, machine: "Machine", folder: str, *, recurring: bool) -> None:
        self._machine = machine
        self._folder = folder
        self._recurring = recurring

    def enter(self, process: "Process") -> Entered | None:
        """Write down that it runs; None if there is nothing to do for it."""
        state = self._new() if self._recurring else self._due()
        if state is None:
            return None
        if self._recurring:
            self._machine.fs.remove(self._path("output.jsonl"))
        resumed, boot = state["state"] == "running", self._machine.power.boot
        secrets = {} if resumed else self._secrets()
        identity = {"processId": process.pid, "processStarted": process.started, "boot": boot}
        self._write({**state, **identity, "state": "running", "resumed": resumed})
        self._machine.fs.remove(self._path("secrets.json"))
        return Entered(secrets, _interruption(state, boot) if resumed else None)

    def write_lines(self, lines: Iterable[str], goes_on: Callable[[str], bool]) -> str | None:
        """Write each line as it comes; `goes_on` is asked after each. The status of the last one, None if cut off."""
        status = None
        for line in lines:
            with self._machine.path(self._path("output.jsonl")).open("ab") as output:
                output.write(line.encode() + b"\n")
            if not goes_on(line):
                return None
            status = json.loads(line).get("status")
        return status

    def exit(self, status: str) -> None:
        """Write down how it ended."""
        self._write({**(self._read() or EMPTY_STATE), "state": "ended", "status": status})

    def _due(self) -> dict[str, Any] | None:
        """Test-JobDue: the state of a job that is to run, or to revert."""
        state = self._read()
        if state is not None and state["state"] == "registered":
            age = job_age(state)
            if age < _PATIENCE:
                return state
            self._expire(state, age)
        if state is not None and state["state"] == "running":
            if self._machine.processes.alive(int(state["processId"] or 0), str(state["processStarted"])):
                return None
            end = self._end()
            if end is None:
                return state
            self._write({**state, "state": "ended", "status": end})
        with contextlib.suppress(NotFound):
            self._machine.tasks.unregister(rf"\iisfleet\job-{self._name}")
        return None

    def _expire(self, state: dict[str, Any], age: float) -> None:
        """A job whose process came so late that nobody reckons with it any more."""
        error = {
            "message": "The job was not started within an hour, and is not run any more.",
            "expected": "a start within 3600 s",
            "found": f"{age:.0f} s",
            "remedy": "Run the same command again.",
            "kind": "expired",
        }
        line = json.dumps(failure_line("Enter-HostJob", error), separators=(",", ":"))
        with self._machine.path(self._path("output.jsonl")).open("ab") as output:
            output.write(f'{line}\n{{"end":true,"status":"failed"}}\n'.encode())
        self._machine.fs.remove(self._path("secrets.json"))
        self._write({**state, "state": "ended", "status": "failed"})

    @property
    def _name(self) -> str:
        return self._folder.rpartition("\\")[2]

    def _new(self) -> dict[str, Any]:
        """New-JobState for a job that nobody started."""
        who = {"who": "SYSTEM", "controller": self._machine.name.upper(), "since": timestamp(datetime.now(UTC))}
        return {**EMPTY_STATE, **dict.fromkeys(("id", "run", "task"), self._name), **who, "state": "registered"}

    def _path(self, name: str) -> str:
        return rf"{self._folder}\{name}"

    def _read(self) -> dict[str, Any] | None:
        try:
            return {**EMPTY_STATE, **json.loads(self._machine.fs.read(self._path("state.json")).decode("utf-8-sig"))}
        except (NotFound, ValueError, TypeError):
            return None

    def _write(self, state: dict[str, Any]) -> None:
        write_atomically(self._machine.path(self._path("state.json")), json.dumps(state).encode())

    def _end(self) -> str | None:
        """Get-JobEnd: the status in the last line of the output."""
        try:
            text = self._machine.fs.read(self._path("output.jsonl")).decode("utf-8", "replace")
        except NotFound:
            return None
        found = _END.match(text.rstrip("\n").rpartition("\n")[2])
        return found[1] if found else None

    def _secrets(self) -> dict[str, SecretText]:
        try:
            blobs = json.loads(self._machine.fs.read(self._path("secrets.json")).decode("utf-8-sig"))
        except NotFound:
            return {}
        return {name: SecretText(self._machine.dpapi.unprotect(blob)) for name, blob in blobs.items()}


def failure_line(step: str, error: Mapping[str, str | None]) -> dict[str, Any]:
    """New-JobFailure: the result line of what is no step."""
    line: dict[str, Any] = {"step": step, "phase": "starting", "target": None, "status": "failed"}
    return line | {"changes": [], "data": {}, "warnings": [], "seconds": 0, "error": error}


def _interruption(state: dict[str, Any], boot: str) -> dict[str, Any]:
    ended = "its process ended (its time limit, or a person)"
    return failure_line(
        "Enter-HostJob",
        {
            "message": "The host restarted, or the job's process ended, in the middle of this job.",
            "expected": "the end of the job",
            "found": ended if state["boot"] == boot else f"this host was started at {boot}",
            "remedy": "What was left unfinished has been taken back. Run the same command again.",
            "kind": "interrupted",
        },
    )
