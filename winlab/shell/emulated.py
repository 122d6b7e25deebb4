"""The shell that needs no PowerShell: handlers carry out the steps of rendered scripts on the model."""

from typing import TYPE_CHECKING

from winlab.shell import Shell
from winlab.shell.handlers import SecretText, Session
from winlab.shell.reader import read_script
from winlab.shell.runner import run_script
from winlab.shell.served import Call, ServedShell, Write

if TYPE_CHECKING:
    from winlab.windows.machine import Machine


def open_shell(machine: "Machine") -> Shell:
    """A new session on a machine."""
    return EmulatedShell(machine)


class EmulatedShell(ServedShell):
    """A session on a machine, with its wsmprovhost.exe."""

    def __init__(self, machine: "Machine") -> None:
        super().__init__()
        self._machine = machine
        self._process = machine.processes.start("wsmprovhost.exe", self.kill)

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
        for line in run_script(read_script(call.text), session):
            write(line)

    def kill(self) -> None:
        """Ends the process, then as ServedShell."""
        self._machine.processes.end(self._process.pid)
        super().kill()
