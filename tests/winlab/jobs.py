"""Scheduled tasks for tests: what New-TaskCommand and New-TaskDocument make, and actions that tests hold in hand."""

import base64
import hashlib
import json
import threading
from typing import Any

from iisfleet import resources
from iisfleet.rendering.playbook import _render, environment_of
from winlab.windows.machine import Machine
from winlab.windows.processes import now
from winlab.windows.task_xml import Action

FOLDER = r"C:\ProgramData\iisfleet\jobs\r1"
PATH = r"\iisfleet\job-r1"
TEMPLATE = """{% extends "frame.ps1.j2" %}
{% block publishing %}
    Invoke-Step 'Lock-Host' {{ lock }}
    Invoke-Step 'Get-HostLock'
{% endblock %}
{% block finishing %}
    Invoke-Step 'Unlock-Host' @{ Run = {{ lock.Run }} }
{% endblock %}
{% block reverting %}
    Invoke-Step 'Unlock-Host' @{ Run = {{ lock.Run }} }
{% endblock %}"""
LOCK = {"Run": "r1", "Who": "me", "Controller": "here", "ProcessId": 1, "Why": "a test"}


def job_text() -> bytes:
    """A script that keeps its record in FOLDER, and has something to take back."""
    template = environment_of(resources.templates()).from_string(TEMPLATE)
    context = {"lock": LOCK, "record": FOLDER, "recurring": False}
    return _render(template, "test", ("publishing", "finishing"), context).text.encode()


def arguments(command: str) -> str:
    return (
        f"-NoLogo -NoProfile -NonInteractive -EncodedCommand {base64.b64encode(command.encode('utf-16-le')).decode()}"
    )


def bootstrap(file: str, content: bytes) -> str:
    return f"""$ErrorActionPreference = 'Stop'
$bytes = [System.IO.File]::ReadAllBytes((Convert-Path -LiteralPath '{file}'))
$sha256 = New-Object -TypeName System.Security.Cryptography.SHA256CryptoServiceProvider
$hash = [System.BitConverter]::ToString($sha256.ComputeHash($bytes))
if ($hash.Replace('-', '') -ne '{hashlib.sha256(content).hexdigest()}') {{ exit 87 }}
& ([scriptblock]::Create([System.Text.Encoding]::UTF8.GetString($bytes)))"""


def place_job(machine: Machine, **words: Any) -> None:
    """What Start-HostJob leaves before it starts the task."""
    state = {"id": "r1", "state": "registered", "since": now(), "boot": machine.power.boot, "sequence": 1}
    text = job_text()
    machine.fs.write(rf"{FOLDER}\job.ps1", text)
    machine.fs.write(rf"{FOLDER}\state.json", json.dumps(state).encode())
    machine.fs.write(rf"{FOLDER}\secrets.json", json.dumps({"a": machine.dpapi.protect("s3cret")}).encode())
    task = {"boot": True, "arguments": arguments(bootstrap(rf"{FOLDER}\job.ps1", text)), **words}
    machine.given({"tasks": {PATH: task}})


def state_of(machine: Machine) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(machine.fs.read(rf"{FOLDER}\state.json"))
    return state


def lines_of(machine: Machine) -> list[dict[str, Any]]:
    return [json.loads(line) for line in machine.fs.read(rf"{FOLDER}\output.jsonl").splitlines()]


class HeldJob:
    """An action that runs until the test, or a kill, lets it end."""

    def __init__(self, machine: Machine, action: Action) -> None:
        self.action = action
        self.go = threading.Event()
        self.killed = False

    def run(self) -> int:
        assert self.go.wait(10)
        return 7

    def kill(self) -> None:
        self.killed = True
        self.go.set()


class HeldJobs:
    """A runner of such actions."""

    def __init__(self) -> None:
        self.made: list[HeldJob] = []

    def __call__(self, machine: Machine, action: Action) -> HeldJob:
        self.made.append(HeldJob(machine, action))
        return self.made[-1]
