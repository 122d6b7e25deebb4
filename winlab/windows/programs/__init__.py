"""Native programs as the scripts call them: exit codes are Windows', text is English. Unknown use: NotEmulated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from winlab.windows.errors import NotEmulated
from winlab.windows.programs import net, netsh, robocopy, shutdown

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

PROGRAMS: dict[str, "Callable[[Machine, Sequence[str]], tuple[int, str]]"] = {
    "net": net.run,
    "netsh": netsh.run,
    "robocopy": robocopy.run,
    "shutdown": shutdown.run,
}


@dataclass(frozen=True)
class Exit:
    """How a program ended."""

    code: int
    output: str


def run(machine: "Machine", name: str, arguments: Sequence[str], caller: str | None = None) -> Exit:
    """Run a program by its name or path, for a caller (winlab/windows/shares.py). Raises NotEmulated."""
    program = PROGRAMS.get(name.replace("/", "\\").rsplit("\\", 1)[-1].lower().removesuffix(".exe"))
    if program is None:
        raise NotEmulated(f"the program {name}")
    texts = [str(argument) for argument in arguments]
    return Exit(*(program(machine, texts) if program is not robocopy.run else robocopy.run(machine, texts, caller)))
