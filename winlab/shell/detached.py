"""Runs what a scheduled task starts: powershell.exe -EncodedCommand, on either engine, apart from any session.

`pwsh`: a process of the real engine, made to look like Windows as a session is. `emulated`: only the bootstrap that
New-TaskCommand makes is understood, and carried out: the file's hash is checked, its steps are run by handlers.
"""

import base64
import binascii
import contextlib
import hashlib
import json
import logging
import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from winlab import powershell, tether
from winlab.shell import Stopped
from winlab.shell.handlers import Session
from winlab.shell.job_record import JobRecord
from winlab.shell.pwsh import BRINGS_IIS, place_assembly, preparation, windows_environment
from winlab.shell.pwsh_process import NO_ENGINE, ShellFault, find_engine
from winlab.shell.reader import read_script
from winlab.shell.rpc import RpcServer
from winlab.shell.runner import revert_script, run_script
from winlab.windows import shares
from winlab.windows.errors import MachineError, NotEmulated
from winlab.windows.literals import parse_literal
from winlab.windows.scheduler import Runner
from winlab.windows.task_xml import SYSTEM, Action

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

WRONG_FILE = 87  # ERROR_INVALID_PARAMETER: what the bootstrap exits with
_FOLDER = r"(?:C:\\Windows|%windir%)\\System32\\WindowsPowerShell\\v1\.0\\"
_POWERSHELL = re.compile(rf"^(?:{_FOLDER})?powershell(?:\.exe)?$", re.IGNORECASE)
_ARGUMENTS = re.compile(r"^-NoLogo -NoProfile -NonInteractive -EncodedCommand ([A-Za-z0-9+/]+=*)$")
_BOOTSTRAP = """$ErrorActionPreference = 'Stop'
$bytes = [System.IO.File]::ReadAllBytes((Convert-Path -LiteralPath <FILE>))
$sha256 = New-Object -TypeName System.Security.Cryptography.SHA256CryptoServiceProvider
$hash = [System.BitConverter]::ToString($sha256.ComputeHash($bytes))
if ($hash.Replace('-', '') -ne <HASH>) { exit 87 }
& ([scriptblock]::Create([System.Text.Encoding]::UTF8.GetString($bytes)))"""
_FORM = re.compile(
    re.escape(_BOOTSTRAP)
    .replace("<FILE>", "(?P<file>'(?:[^']|'')+')")
    .replace("<HASH>", "'(?P<sha256>[0-9A-Fa-f]{64})'")
)
_ENTER = re.compile(r"^\s*\$Entered = Enter-HostJob -Folder ('(?:[^']|'')+')( -Recurring)?\s*$", re.MULTILINE)
_log = logging.getLogger(__name__)


def detached_runner(engine: str) -> Runner:
    """Who runs tasks of a machine whose scripts run on an engine: 'pwsh' or 'emulated'."""
    return EngineJob if engine == "pwsh" else EmulatedJob


def decode_command(action: Action) -> str:
    """The script of a task's action. Raises NotEmulated for any other action."""
    match = _ARGUMENTS.match(action.arguments.strip()) if _POWERSHELL.match(action.command) else None
    try:
        if match:
            return base64.b64decode(match[1], validate=True).decode("utf-16-le")
    except (binascii.Error, UnicodeDecodeError):
        pass
    raise NotEmulated(f"the task's action {action.command} {action.arguments[:100]}")


class EmulatedJob:
    """A Job by handlers. Raises NotEmulated for a command that is not New-TaskCommand's."""

    def __init__(self, machine: "Machine", action: Action) -> None:
        match = _FORM.fullmatch(decode_command(action))
        if match is None:
            raise NotEmulated("a task's command that is not the bootstrap of a job")
        self._machine = machine
        self._file = str(parse_literal(match["file"]))
        self._sha256 = match["sha256"].lower()
        self._stopped = threading.Event()
        self._process = machine.processes.start("powershell.exe", self.kill)

    def kill(self) -> None:
        self._machine.processes.end(self._process.pid)
        self._stopped.set()

    def run(self) -> int:
        try:
            content = self._machine.fs.read(self._file)
            if hashlib.sha256(content).hexdigest() != self._sha256:
                return WRONG_FILE
            self._carry_out(content.decode())
        except Stopped:
            return 1
        except MachineError as error:  # as an error that ends a script: powershell.exe exits with 1
            _log.warning("the job %s ended: %s", self._file, error)
            return 1
        finally:
            self._machine.processes.end(self._process.pid)
        return 0

    def _carry_out(self, text: str) -> None:
        reading, session = read_script(text), Session(self._machine, stopped=self._stopped, process=self._process)
        enter = _ENTER.search(text)
        if enter is None:  # a script that keeps no record: what it writes goes nowhere
            for line in run_script(reading, session):
                self._goes_on(line)
            return
        record = JobRecord(self._machine, str(parse_literal(enter[1])), recurring=bool(enter[2]))
        entered = record.enter(self._process)
        if entered is None:
            return
        session.secrets = entered.secrets
        failed = entered.interruption
        lines = revert_script(reading, session, failed) if failed else run_script(reading, session)
        with contextlib.closing(lines):
            status = record.write_lines(self._living(lines), self._goes_on)
        if status is not None:
            record.exit(status)

    def _living(self, lines: Iterable[str]) -> Iterator[str]:
        """The lines, until the process is ended: it does not write the end of a step that ended with it."""
        for line in lines:
            if self._stopped.is_set():
                raise Stopped
            yield line

    def _goes_on(self, line: str) -> bool:
        """Whether the process lives on after a step has told its result."""
        phase = json.loads(line).get("phase")
        if phase is not None and self._machine.power.tells("job", phase):
            self._stopped.wait()
        return not self._stopped.is_set()


class EngineJob:
    """A Job on the real engine. Raises ShellFault without one."""

    def __init__(self, machine: "Machine", action: Action) -> None:
        found = find_engine()
        if found is None:
            raise ShellFault(NO_ENGINE)
        self._engine = found
        self._machine = machine
        self._command = decode_command(action)
        self._starting = threading.Lock()
        self._killed = False
        self._process: subprocess.Popen[bytes] | None = None

    def kill(self) -> None:
        with self._starting:
            self._killed = True
            if self._process is not None:
                tether.cut(self._process)

    def run(self) -> int:
        rpc = RpcServer(self._call)
        with tempfile.TemporaryFile() as said:
            try:
                with self._start(rpc.address, said) as process:
                    code = process.wait()
            finally:
                rpc.close()
            said.seek(0)
            text = said.read().decode(errors="replace").strip()
        if text and not self._killed:
            _log.warning("a job wrote: %s", text[-1000:])
        return code

    def _call(self, method: str, params: dict[str, Any]) -> Any:
        """A question of the engine to the model. What makes IIS brings the assembly that IIS has."""
        result = self._machine.call(method, {**params, "caller": shares.SYSTEM})
        if method in BRINGS_IIS:
            cache = Path(preparation(self._machine)["Cache"])
            place_assembly(self._machine, max(cache.parent.glob(f"{cache.name}-*"), key=lambda f: f.stat().st_mtime))
        return result

    def _start(self, rpc: str, output: IO[bytes]) -> "subprocess.Popen[bytes]":
        """Raises OSError if the engine cannot be started."""
        text = base64.b64encode(f"{self._prelude()}\n{self._command}".encode("utf-16-le")).decode()
        command = [self._engine, "-NoLogo", "-NoProfile", "-NonInteractive", "-EncodedCommand", text]
        home = self._machine.users.folder(SYSTEM)
        environment = {**os.environ, **windows_environment(self._machine, rpc), "USERPROFILE": home}
        with self._starting:
            if self._killed:
                raise Stopped
            self._process = tether.spawn(command, stdout=output, stderr=output, env=environment)
            return self._process

    def _prelude(self) -> str:
        """What makes the engine look like Windows, before the command begins."""
        fault = self._machine.faults.active("reboots")
        telling = "power.tells" if fault and fault["when"] == "job" else ""
        prepared = preparation(self._machine, telling)
        arguments = " ".join(f"-{name} {_quote(value)}" for name, value in prepared.items())
        script = _quote(str(powershell.FOLDER / "prepare.ps1"))
        return f"$null = & ([scriptblock]::Create([System.IO.File]::ReadAllText({script}))) {arguments}"


def _quote(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
