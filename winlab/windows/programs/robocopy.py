"""robocopy SOURCE TARGET [FILE...] with the options that the scripts use; the exit code is Windows' bit set.

1 copied, 2 extra files (deleted with /PURGE), 8 some not copied, 16 fatal (reference: windows.md, Robocopy).
Files of equal size and time are skipped unless /IS or /IT is given; /XJ is demanded: without it junctions are
followed.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from winlab.windows.errors import MachineError, NotEmulated

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

_SWITCHES = {"/E", "/S", "/XJ", "/IS", "/IT", "/L", "/PURGE", "/MIR"}
_SILENT = re.compile(r"^/(NP|NFL|NDL|NJH|NJS|NS|NC|BYTES|R:\d+|W:\d+|MT(:\d+)?|COPY:DAT?|DCOPY:D?A?T?)$", re.IGNORECASE)
_LISTS = {"/XF", "/XD"}
_LOG = re.compile(r"^/(UNILOG|LOG):(.+)$", re.IGNORECASE)


@dataclass
class Job:
    """The parsed command line."""

    folders: list[str] = field(default_factory=list)
    switches: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    log: tuple[str, str] | None = None  # path and encoding
    excluded: dict[str, set[str]] = field(default_factory=lambda: {"/XF": set(), "/XD": set()})

    @property
    def recursive(self) -> bool:
        return bool(self.switches & {"/E", "/S", "/MIR"})

    @property
    def purges(self) -> bool:
        return bool(self.switches & {"/PURGE", "/MIR"})


def run(machine: "Machine", arguments: Sequence[str]) -> tuple[int, str]:
    job = _parse(arguments)
    code, log = _carry_out(machine, job)
    if job.log is None:
        return code, log
    path, encoding = job.log
    machine.fs.write(path, log.replace("\n", "\r\n").encode(encoding))
    return code, f"\n Log File : {path}\n"


def _carry_out(machine: "Machine", job: Job) -> tuple[int, str]:
    source, target = job.folders
    if not machine.fs.is_folder(source):
        return (
            16,
            f"ERROR 2 (0x00000002) Accessing Source Directory {source}\n",
        )
    wanted = dict(_wanted(machine, job, source))
    code, log = 0, []
    if "/L" not in job.switches:
        machine.fs.make_folder(target)
    for relative, file in wanted.items():
        bit, line = _copy(machine, job, file, f"{target}\\{relative}")
        code |= bit
        log.append(line)
    return code | _extras(machine, job, set(wanted)), "".join(log)


def _parse(arguments: Sequence[str]) -> Job:
    job, target = Job(), None
    for argument in arguments:
        upper = argument.upper()
        if not argument.startswith("/"):
            _operand(job, argument, target)
            continue
        target = job.excluded[upper] if upper in _LISTS else None
        if logged := _LOG.match(argument):
            job.log = logged[2], "utf-16" if logged[1].upper() == "UNILOG" else "ascii"
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


def _wanted(machine: "Machine", job: Job, source: str) -> Iterator[tuple[str, Path]]:
    for relative, file in machine.fs.files(source):
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
            machine.fs.copy(machine.fs.windows(source), target)
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
