"""robocopy SOURCE TARGET [FILE...] with the options that the scripts use; the exit code is Windows' bit set.

1 copied, 2 extra files (deleted with /PURGE), 8 some not copied, 16 fatal (reference: windows.md, Robocopy).
Files of equal size and time are skipped unless /IS or /IT is given; /XJ is demanded: without it junctions are
followed.
"""

import codecs
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from winlab.windows.errors import MachineError, NotEmulated
from winlab.windows.filesystem import files_below
from winlab.windows.shares import ShareError

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

_SWITCHES = {"/E", "/S", "/XJ", "/IS", "/IT", "/L", "/PURGE", "/MIR"}
_SILENT = re.compile(r"^/(NP|NFL|NDL|NJH|NJS|NS|NC|BYTES|R:\d+|W:\d+|MT(:\d+)?|COPY:DAT?|DCOPY:D?A?T?)$", re.IGNORECASE)
_LISTS = {"/XF", "/XD"}
_LOG = re.compile(r"^/(UNILOG|LOG)(\+?):(.+)$", re.IGNORECASE)


@dataclass
class Job:
    """The parsed command line."""

    folders: list[str] = field(default_factory=list)
    switches: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    log: str = ""
    encoding: str = ""
    appends: bool = False
    excluded: dict[str, set[str]] = field(default_factory=lambda: {"/XF": set(), "/XD": set()})

    @property
    def recursive(self) -> bool:
        return bool(self.switches & {"/E", "/S", "/MIR"})

    @property
    def mark(self) -> bytes:
        """What a new log begins with."""
        return codecs.BOM_UTF16_LE if self.encoding == "utf-16-le" else b""

    @property
    def purges(self) -> bool:
        return bool(self.switches & {"/PURGE", "/MIR"})


def run(machine: "Machine", arguments: Sequence[str], caller: str | None = None) -> tuple[int, str]:
    """caller: who reads a share (winlab/windows/shares.py)."""
    job = _parse(arguments)
    code, log = _carry_out(machine, job, caller)
    if not job.log:
        return code, log
    before = machine.fs.read(job.log) if job.appends and machine.fs.exists(job.log) else job.mark
    machine.fs.write(job.log, before + log.replace("\n", "\r\n").encode(job.encoding))
    return code, f"\n Log File : {job.log}\n"


def _carry_out(machine: "Machine", job: Job, caller: str | None) -> tuple[int, str]:
    source, target = job.folders
    try:
        folder = _source(machine, source, caller)
    except ShareError as error:
        return 16, f"ERROR {error.code} (0x{error.code:08X}) Accessing Source Directory {source}\n{error}\n"
    wanted = dict(_wanted(job, source, folder))
    code, log = 0, []
    if "/L" not in job.switches:
        machine.fs.make_folder(target)
    for relative, file in wanted.items():
        bit, line = _copy(machine, job, file, f"{target}\\{relative}")
        code |= bit
        log.append(line)
    return code | _extras(machine, job, set(wanted)), "".join(log)


def _source(machine: "Machine", source: str, caller: str | None) -> Path:
    """Raises ShareError, also for a folder of this host that is not there."""
    if source.startswith("\\\\"):
        return machine.shares.open(source, caller)
    if not machine.fs.is_folder(source):
        raise ShareError(2)
    return machine.fs.path(source)


def _parse(arguments: Sequence[str]) -> Job:
    job, target = Job(), None
    for argument in arguments:
        upper = argument.upper()
        if not argument.startswith("/"):
            _operand(job, argument, target)
            continue
        target = job.excluded[upper] if upper in _LISTS else None
        if logged := _LOG.match(argument):
            job.log, job.appends = logged[3], bool(logged[2])
            job.encoding = "utf-16-le" if logged[1].upper() == "UNILOG" else "ascii"
        elif upper in _SWITCHES:
            job.switches.add(upper)
        elif target is None and not _SILENT.match(argument):
            raise NotEmulated(f"robocopy {argument}")
    if len(job.folders) != 2 or "/XJ" not in job.switches:
        raise NotEmulated("robocopy without a source, a target and /XJ")
    return job


def _operand(job: Job, argument: str, target: set[str] | None) -> None:
    if target is not None:
        target.add(argument.replace("/", "\\").rstrip("\\").lower())
    elif len(job.folders) < 2:
        job.folders.append(argument.rstrip("\\"))
    else:
        job.files.add(argument.lower())


def _wanted(job: Job, source: str, folder: Path) -> Iterator[tuple[str, Path]]:
    for relative, file in files_below(folder):
        name = relative.replace("/", "\\")
        full = f"{source}\\{name}".lower()
        inside = job.recursive or "\\" not in name
        listed = not job.files or file.name.lower() in job.files or "*" in job.files or "*.*" in job.files
        if inside and listed and not _is_excluded(job, full):
            yield name, file


def _is_excluded(job: Job, full: str) -> bool:
    folders, name = full.split("\\")[:-1], full.rsplit("\\", 1)[-1]
    above = {"\\".join(folders[:depth]) for depth in range(1, len(folders) + 1)}
    return bool({full, name} & job.excluded["/XF"] or (above | set(folders)) & job.excluded["/XD"])


def _copy(machine: "Machine", job: Job, source: Path, target: str) -> tuple[int, str]:
    copy = machine.fs.path(target)
    if copy.is_file() and not job.switches & {"/IS", "/IT"} and _same(source, copy):
        return 0, ""
    try:
        if "/L" not in job.switches:
            machine.fs.bring(source, target)
    except (MachineError, OSError) as error:
        return 8, f"ERROR Copying File {target}: {error}\n"
    return 1, f"\tNew File\t{target}\n"


def _same(one: Path, other: Path) -> bool:
    first, second = one.stat(), other.stat()
    return first.st_size == second.st_size and abs(first.st_mtime - second.st_mtime) < 2


def _extras(machine: "Machine", job: Job, wanted: set[str]) -> int:
    target, code = job.folders[1], 0
    lower = {name.lower() for name in wanted}
    for relative, _ in list(machine.fs.files(target)):
        name = relative.replace("/", "\\")
        if name.lower() in lower or _is_excluded(job, f"{target}\\{name}".lower()):
            continue
        if not job.recursive and os.sep in relative:
            continue
        code = 2
        if job.purges and "/L" not in job.switches:
            machine.fs.remove(f"{target}\\{name}")
    return code
