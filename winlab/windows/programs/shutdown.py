"""shutdown.exe /r: reboots after /t seconds (30 if left out), while the program itself ends at once.

Source: learn.microsoft.com/windows-server/administration/windows-commands/shutdown; codes are winerror.h's.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from winlab.windows.errors import NotEmulated

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

_IN_PROGRESS = 1115, "A system shutdown is in progress.(1115)\n"
_SCHEDULED = 1190, "A system shutdown has already been scheduled.(1190)\n"
_REASON = re.compile(r"^[pu]?:?\d{1,3}:\d{1,5}$", re.IGNORECASE)


def run(machine: "Machine", arguments: Sequence[str]) -> tuple[int, str]:
    seconds = _seconds(list(arguments))
    if machine.power.is_down:
        return _IN_PROGRESS
    if machine.power.state == "scheduled":
        return _SCHEDULED
    machine.power.restart(seconds)
    return 0, ""


def _seconds(arguments: list[str]) -> int:
    """The delay. Raises NotEmulated for anything but a restart."""
    words = iter(arguments)
    restarts, seconds = False, 30
    for word in words:
        flag = word.lower().replace("-", "/", 1)
        if flag in ("/r", "/f"):
            restarts = restarts or flag == "/r"
        elif flag == "/t":
            text = next(words, "")
            if not text.isdecimal() or int(text) > 315360000:
                raise NotEmulated(f"shutdown /t {text}")
            seconds = int(text)
        elif flag == "/c":
            _demand(len(next(words, "")) <= 512, "shutdown with a comment of more than 512 characters")
        elif flag == "/d":
            reason = next(words, "")
            _demand(bool(_REASON.match(reason)), f"shutdown /d {reason}")
        else:
            raise NotEmulated(f"shutdown {' '.join(arguments)}")
    _demand(restarts, "shutdown without /r")
    return seconds


def _demand(fits: bool, otherwise: str) -> None:
    if not fits:
        raise NotEmulated(otherwise)
