"""A real PowerShell engine behind the lab: the client's fragments go to `pwsh -s` and back as they are.

Before the client's first command a pipeline of our own runs in the client's runspace pool and makes it look like
Windows (winlab/powershell/prepare.ps1). A pool of more than one runspace gets that in one of them only.
"""

import contextlib
import os
import shutil
import tempfile
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from psrpcore import (
    ClientPowerShell,
    ClientRunspacePool,
    ErrorRecordEvent,
    PipelineOutputEvent,
    PipelineStateEvent,
    PSRPPayload,
    StreamType,
)
from psrpcore.types import PSInvocationState, RunspacePoolState

from winlab import powershell
from winlab.shell import Received
from winlab.shell.fragments import EndWatch, pool_id
from winlab.shell.pwsh_process import POOL, PwshProcess, ShellFault
from winlab.shell.rpc import RpcServer
from winlab.windows.machine import Machine
from winlab.windows.profiles import ASSEMBLY

BRINGS_IIS = ("features.install", "lcm.invoke")
_OPENING = 90.0  # seconds; a first session compiles the C# sources


def open_shell(machine: Machine) -> "PwshShell":
    """A shell on the engine that IISFLEET_PWSH or PATH names; `open` raises ShellFault without one."""
    return PwshShell(machine)


class _Pipeline:
    """What came from one pipeline, or from the pool, and was not taken yet."""

    def __init__(self) -> None:
        self.waiting: deque[bytes] = deque()
        self.end = EndWatch()
        self.has_ended = False


class PwshShell:
    """The Shell of one process. Raises ShellFault once that is gone."""

    def __init__(self, machine: Machine, *, engine: str | None = None) -> None:
        self._machine = machine
        self._engine = engine
        self._changed = threading.Condition()
        self._pipelines: dict[UUID, _Pipeline] = {POOL: _Pipeline()}
        self._rpc: RpcServer | None = None
        self._process: PwshProcess | None = None
        self._assemblies = Path()
        self._caller = f"session-{uuid4()}"

    def open(self, fragments: bytes) -> None:
        """Also raises ValueError for what is no PSRP."""
        pool = ClientRunspacePool(runspace_pool_id=pool_id(fragments))
        self._rpc = RpcServer(self._call)
        try:
            environment = windows_environment(self._machine, self._rpc.address)
            self._process = PwshProcess(environment, self._arrived, self._ended, engine=self._engine)
            self._process.data(POOL, fragments)
            self._follow(pool)
            self._assemblies = Path(self._prepare(pool))
            self.place_assembly()
        except BaseException:
            self.close()
            raise

    def command(self, pipeline: UUID, fragments: bytes) -> None:
        with self._changed:
            self._pipelines[pipeline] = _Pipeline()
        self._running.command(pipeline)
        self._running.data(pipeline, fragments)

    def send(self, pipeline: UUID | None, fragments: bytes) -> None:
        self._running.data(pipeline or POOL, fragments)

    def receive(self, pipeline: UUID | None, timeout: float) -> Received:
        with self._changed:
            found = self._pipelines.get(pipeline or POOL)
            if found is None:
                return Received(done=True)
            self._changed.wait_for(lambda: found.waiting or found.has_ended or self._is_dead, timeout)
            if not found.waiting and not found.has_ended and self._is_dead:
                raise self._running.death()
            data = list(found.waiting)
            found.waiting.clear()
            return Received(data, found.has_ended)

    def signal(self, pipeline: UUID, terminate: bool) -> None:
        if pipeline not in self._pipelines:
            return
        if terminate:
            self._running.close(pipeline)
            with self._changed:
                self._pipelines.pop(pipeline, None)
        elif not self._pipelines[pipeline].has_ended:
            self._running.signal(pipeline)

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            # The pool can only be closed when no pipeline stands open.
            with contextlib.suppress(ShellFault):
                for pipeline in [p for p in self._pipelines if p != POOL]:
                    process.close(pipeline, timeout=3)
                process.close(POOL, timeout=3)
            process.end()
        if self._rpc is not None:
            self._rpc.close()
            self._rpc = None

    def kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
        self.close()

    def _call(self, method: str, params: dict[str, Any]) -> Any:
        """A question of the engine to the model. What makes IIS brings the assembly that IIS has."""
        if method == "session.tells":
            return self._stands_still(params["phase"])
        result = self._machine.call(method, {**params, "caller": self._caller})
        if method in BRINGS_IIS and self._assemblies != Path():
            self.place_assembly()
        return result

    def _stands_still(self, phase: str) -> bool:
        """Asked by the script after each step, if one of these faults was on when the session was opened."""
        if self._machine.faults.tells("kill-session", phase):
            self._running.slay()
            return True
        return self._machine.power.tells("script", phase) or self._machine.faults.tells("unheard", phase)

    def place_assembly(self) -> None:
        """Again after a reset of the machine."""
        place_assembly(self._machine, self._assemblies)

    @property
    def pid(self) -> int:
        """The process, for who wants to kill it."""
        return self._running.pid

    @property
    def _running(self) -> PwshProcess:
        if self._process is None:
            raise ShellFault("the shell is closed")
        return self._process

    @property
    def _is_dead(self) -> bool:
        return self._process is None or self._process.is_dead

    def _arrived(self, pipeline: UUID, fragments: bytes) -> None:
        with self._changed:
            found = self._pipelines.get(pipeline)
            if found is not None:
                found.waiting.append(fragments)
                found.has_ended = found.end.sees_end(fragments) if pipeline != POOL else False
                self._changed.notify_all()

    def _ended(self) -> None:
        with self._changed:
            self._changed.notify_all()

    # Our own pipeline in the client's pool

    def _follow(self, pool: ClientRunspacePool) -> None:
        """Let `pool` see what the client will see, until it is open."""
        pool.open()
        pool.data_to_send()
        seen = 0
        deadline = time.monotonic() + _OPENING
        while pool.state == RunspacePoolState.Opening:
            seen = self._feed(pool, seen, deadline)
        if pool.state != RunspacePoolState.Opened:
            raise ShellFault(f"the PowerShell process did not open the runspace pool: {pool.state.name}")

    def _feed(self, pool: ClientRunspacePool, seen: int, deadline: float) -> int:
        waiting = self._pipelines[POOL].waiting
        left = deadline - time.monotonic()
        with self._changed:
            more = self._changed.wait_for(lambda: len(waiting) > seen or self._is_dead, left)
            arrived = list(waiting)[seen:]
        if self._is_dead:
            raise self._running.death()
        if not more:
            raise ShellFault(f"the PowerShell process opened no runspace pool within {_OPENING:g} s")
        for fragments in arrived:
            pool.receive_data(PSRPPayload(fragments, StreamType.default, None))
            while pool.next_event() is not None:
                pass
        return seen + len(arrived)

    def _prepare(self, pool: ClientRunspacePool) -> str:
        """Run prepare.ps1; the folder of the compiled assemblies."""
        script = ClientPowerShell(pool)
        script.add_script((powershell.FOLDER / "prepare.ps1").read_text("utf-8"), use_local_scope=True)
        asks = any(self._machine.faults.active(name) for name in ("kill-session", "unheard", "reboots"))
        script.add_parameters(**preparation(self._machine, "session.tells" if asks else ""))
        script.start()
        with self._changed:
            self._pipelines[script.pipeline_id] = _Pipeline()
        self._running.command(script.pipeline_id)
        while payload := pool.data_to_send():
            self._running.data(script.pipeline_id, payload.data)
        outcome = self._outcome(pool, script.pipeline_id)
        self.signal(script.pipeline_id, terminate=True)
        return outcome

    def _outcome(self, pool: ClientRunspacePool, pipeline: UUID) -> str:
        output: list[str] = []
        deadline = time.monotonic() + _OPENING
        while time.monotonic() < deadline:
            for fragments in self.receive(pipeline, 1).data:
                pool.receive_data(PSRPPayload(fragments, StreamType.default, pipeline))
            while (event := pool.next_event()) is not None:
                if isinstance(event, PipelineOutputEvent):
                    output.append(str(event.data))
                elif isinstance(event, ErrorRecordEvent):
                    raise ShellFault(f"the PowerShell session could not be prepared: {event.record}")
                elif isinstance(event, PipelineStateEvent):
                    if event.state != PSInvocationState.Completed:
                        raise ShellFault(f"the PowerShell session could not be prepared: {event.reason}")
                    return output[-1]
        raise ShellFault(f"the PowerShell session was not prepared within {_OPENING:g} s")


def place_assembly(machine: Machine, assemblies: Path) -> None:
    """Put ServerManager, which prepare.ps1 compiled, where Windows has it, if the machine has IIS."""
    target = machine.path(ASSEMBLY)
    source = assemblies / Path(ASSEMBLY.replace("\\", "/")).name
    if not machine.iis.installed or (target.exists() and target.read_bytes() == source.read_bytes()):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, fresh = tempfile.mkstemp(dir=target.parent)
    os.close(descriptor)
    shutil.copyfile(source, fresh)
    Path(fresh).replace(target)


def preparation(machine: Machine, telling: str = "") -> dict[str, str]:
    """The parameters of prepare.ps1; telling: the method that is asked after each step."""
    cache = str(_cache() / powershell.fingerprint())
    return {"Root": str(machine.root), "Sources": str(powershell.FOLDER), "Cache": cache, "Telling": telling}


def windows_environment(machine: Machine, rpc: str) -> dict[str, str]:
    """What the process sees as a Windows session would."""
    return {
        "WINLAB_RPC": rpc,
        "WINLAB_ROOT": str(machine.root),
        "WINLAB_SCHEMA": str(Path(powershell.FOLDER).parent / "windows" / "schema.json"),
        "windir": r"C:\Windows",
        "SystemRoot": r"C:\Windows",
        "SystemDrive": "C:",
        "ProgramFiles": r"C:\Program Files",
        "ProgramFiles(x86)": r"C:\Program Files (x86)",
        "ProgramData": r"C:\ProgramData",
        "COMPUTERNAME": machine.name.upper(),
        "USERDOMAIN": machine.name.upper(),
        "USERNAME": "Administrator",
        "USERPROFILE": r"C:\Users\Administrator",
        "POWERSHELL_TELEMETRY_OPTOUT": "1",
        "POWERSHELL_UPDATECHECK": "Off",
    }


def _cache() -> Path:
    """Where compiled assemblies are kept, for this user."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
    folder = Path(base) / "winlab"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a home that is read-only or not there
        folder = Path(tempfile.gettempdir()) / f"winlab-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
        folder.mkdir(mode=0o700, exist_ok=True)
        # Code is loaded from there: anybody may have made it.
        if hasattr(os, "getuid") and (folder.is_symlink() or folder.stat().st_uid != os.getuid()):
            raise ShellFault(f"{folder} is not this user's: remove it, or set XDG_CACHE_HOME") from None
    return folder
