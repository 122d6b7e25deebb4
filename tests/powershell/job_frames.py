"""What the frame of a job does in each state of its record: scripts with a record, run in a session of the engine."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psutil

from iisfleet.rendering import render_steps
from winlab.windows.machine import Machine

FOLDER = r"C:\ProgramData\iisfleet\jobs\r1"
SECRET = "hunter2 \"and\" 'more'"
END = '{"end":true,"status":"ok"}\n'
STEPS = [("Get-HostBoot", dict[str, Any]()), ("Unlock-Host", {"Run": SECRET})]


@dataclass(frozen=True)
class Frame:
    """A record (state None: there is none), what is to stand in it afterwards, and (step, status) of its output.

    ``unlocks``: the host is locked by the job at first, and what reverts has taken the lock away.
    """

    name: str
    state: Mapping[str, Any] | None = field(default_factory=dict)
    output: str = ""
    edit: tuple[str, str] = ("", "")
    becomes: Mapping[str, Any] | None = None
    tells: tuple[tuple[str, str], ...] = ()
    keeps_task: bool = True
    sealed: str | None = None
    unlocks: bool = False

    @property
    def text(self) -> str:
        """The script, a part of it replaced."""
        script = render_steps(STEPS, reverting=[("Unlock-Host", {"Run": "r1"})], record=FOLDER)
        return script.text.replace(*self.edit) if self.edit[0] else script.text

    def prepare(self, machine: Machine) -> None:
        """Makes the record on a machine."""
        sealed = self.sealed or machine.dpapi.protect(SECRET)
        # Neither too short a value nor a word of the result lines is masked.
        others = {value: machine.dpapi.protect(value) for value in ("ok", "status")}
        files = {rf"{FOLDER}\secrets.json": json.dumps({"shop/A": sealed, **others})}
        if self.state is not None:
            files[rf"{FOLDER}\state.json"] = json.dumps({**STATE, **self.state})
        if self.output:
            files[rf"{FOLDER}\output.jsonl"] = self.output
        machine.given({"files": files, "tasks": {r"\iisfleet\job-r1": {"boot": True}}})
        if self.unlocks:
            machine.given({"lock": {"run": "r1"}})


def _this_process() -> dict[str, Any]:
    started = datetime.fromtimestamp(psutil.Process().create_time(), UTC)
    return {"processId": os.getpid(), "processStarted": started.strftime("%Y-%m-%dT%H:%M:%S.%f0Z")}


STATE: dict[str, Any] = {
    "id": "r1", "run": "r1", "task": "restart", "who": "ann@ctl", "controller": "ctl",
    "since": "2026-01-01T00:00:00.0000000Z", "sequence": 7, "state": "registered", "processId": None,
    "processStarted": None, "boot": "2026-01-01T00:00:00.0000000Z", "status": None, "resumed": False,
}  # fmt: skip
NOW = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")
GONE = {"state": "running", "processId": 4, "processStarted": "2026-01-01T00:00:00.0000000Z"}
RAN = (("Get-HostBoot", "ok"), ("Unlock-Host", "ok"))
BACK = (("Enter-HostJob", "failed"), ("Unlock-Host", "ok"))
FRAMES = [
    Frame(
        "registered: it runs", {"since": NOW}, becomes={"state": "ended", "status": "ok", "resumed": False}, tells=RAN
    ),
    Frame(
        "its process is gone: it only reverts, after the line that was torn",
        GONE,
        '{"step":"Get-HostBoot","phase":"publishing","status":"ok"}\n{"step":"Unl',
        becomes={"state": "ended", "status": "failed", "resumed": True, "sequence": 7},
        tells=(("Get-HostBoot", "ok"), *BACK),
    ),
    Frame(
        "its process is gone after its last line",
        GONE,
        END,
        becomes={"state": "ended", "status": "ok"},
        keeps_task=False,
    ),
    Frame("its process lives", {"state": "running", **_this_process()}, becomes={"state": "running", "sequence": 7}),
    Frame("it has ended", {"state": "ended", "status": "failed"}, becomes={"status": "failed"}, keeps_task=False),
    Frame("there is no state", None, keeps_task=False),
    Frame(
        "a schedule runs anew",
        {"state": "ended", "status": "failed"},
        '{"step":"Old","phase":"publishing","status":"ok"}\n',
        (f"-Folder '{FOLDER}'\nif", f"-Folder '{FOLDER}' -Recurring\nif"),
        becomes={"id": "r1", "state": "ended", "status": "ok", "who": "SYSTEM"},
        tells=RAN,
    ),
    Frame(
        "its process comes too late",
        becomes={"state": "ended", "status": "failed"},
        tells=(("Enter-HostJob", "failed"),),
        keeps_task=False,
    ),
    Frame(
        "its secrets are of another machine",
        {"since": NOW},
        sealed="bm90IGhlcmU=",
        becomes={"state": "ended", "status": "failed"},
        tells=(("Exit-HostJob", "failed"),),
    ),
    Frame(
        "it breaks outside its steps",
        {"since": NOW},
        edit=("Invoke-Step 'Get-HostBoot' @{ }", "throw 'It broke.'"),
        becomes={"state": "ended", "status": "failed"},
        tells=(("Exit-HostJob", "failed"),),
        unlocks=True,
    ),
]
