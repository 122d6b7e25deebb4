"""Clear-HostLeftover and Remove-OldLog: what nobody needs any more in the folder of iisfleet."""

import time

from winlab.shell.handlers import Session
from winlab.shell.handlers.books import FOLDER
from winlab.shell.handlers.job_books import find_state
from winlab.windows.errors import MachineError
from winlab.windows.filesystem import FileSystem

_HOUR = 3600.0
_LOGS_KEPT = 50


def clear_host_leftovers(session: Session) -> list[str]:
    """Sentences about what could not be deleted."""
    fs = session.machine.fs
    if session.whatif or find_state(session.machine, "") is not None:
        return []
    sentences = []
    for folder in (rf"{FOLDER}\incoming", rf"{FOLDER}\installers"):
        for file in [rf"{folder}\{name}" for name in fs.names(folder)]:
            if fs.is_folder(file) or _age(session, file) < (_HOUR if file.endswith(".pfx") else 168 * _HOUR):
                continue
            try:
                fs.remove(file)
            except MachineError as error:
                sentences.append(f"{file} is left: {error}")
    remove_old_logs(fs, r"installers\logs", _LOGS_KEPT)
    return sentences


def remove_old_logs(fs: FileSystem, folder: str, keep: int) -> None:
    """Remove-OldLog."""
    place = rf"{FOLDER}\{folder}"
    logs = [rf"{place}\{name}" for name in fs.names(place) if name.endswith(".log")]
    logs.sort(key=lambda log: fs.path(log).stat().st_mtime_ns, reverse=True)
    for log in logs[keep:]:
        fs.remove(log)


def _age(session: Session, file: str) -> float:
    return time.time() - session.machine.fs.path(file).stat().st_mtime
