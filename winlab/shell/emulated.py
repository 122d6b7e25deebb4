"""The shell that needs no PowerShell: handlers carry out the steps of rendered scripts on the model."""

import contextlib
import json
from typing import TYPE_CHECKING
from uuid import UUID

from winlab.shell import Received, Shell, Stopped
from winlab.shell.handlers import SecretText, Session
from winlab.shell.pwsh_process import ShellFault
from winlab.shell.reader import read_script
from winlab.shell.runner import run_script
from winlab.shell.served import Call, ServedShell, Write

if TYPE_CHECKING:
    from winlab.windows.machine import Machine


def open_shell(machine: "Machine") -> Shell:
    """A new session on a machine."""
    return EmulatedShell(machine)


class EmulatedShell(ServedShell):
    """A session on a machine, with its wsmprovhost.exe. Raises ShellFault once that is gone."""

    def __init__(self, machine: "Machine") -> None:
        super().__init__()
        self._machine = machine
        self._process = machine.processes.start("wsmprovhost.exe", self.kill)
        self._is_dead = False

    def carry_out(self, call: Call, write: Write) -> None:
        """The steps of a rendered script. Raises NotEmulated for any other."""
        session = Session(
            self._machine,
            whatif=call.whatif,
            content=call.content,
            secrets={name: SecretText(text) for name, text in call.secrets.items()},
            stopped=call.stopped,
            process=self._process,
        )
        with contextlib.closing(run_script(read_script(call.text), session)) as lines:
            for line in lines:
                write(line)
                phase = json.loads(line).get("phase")
                if phase is not None and self._machine.faults.tells("kill-session", phase):
                    break
                if phase is not None and self._stands_still(phase):
                    call.stopped.wait()
                    raise Stopped
            else:
                return
        self.kill()  # after its handles, which a process takes with it
        raise Stopped

    def _stands_still(self, phase: str) -> bool:
        """Whether nothing more happens until the session ends: soon, if the machine reboots now."""
        return self._machine.power.tells("script", phase) or self._machine.faults.tells("unheard", phase)

    def command(self, pipeline: UUID, fragments: bytes) -> None:
        self._live()
        super().command(pipeline, fragments)

    def send(self, pipeline: UUID | None, fragments: bytes) -> None:
        self._live()
        super().send(pipeline, fragments)

    def receive(self, pipeline: UUID | None, timeout: float) -> Received:
        received = super().receive(pipeline, timeout)
        if not received.data:
            self._live()
        return Received(received.data, received.done and not self._is_dead)

    def close(self) -> None:
        self._machine.processes.end(self._process.pid)
        super().close()

    def kill(self) -> None:
        """Ends the process, then as ServedShell."""
        self._is_dead = True
        self._machine.processes.end(self._process.pid)
        super().kill()

    def _live(self) -> None:
        if self._is_dead:
            raise ShellFault(f"the PowerShell process {self._process.pid} ended")
