"""The NuGet caches of accounts: Clear-PackageCache."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.books import FOLDER
from winlab.shell.handlers.release_folders import windows_name
from winlab.windows.errors import IdentityNotMapped, MachineError
from winlab.windows.filesystem import FileSystem
from winlab.windows.machine import Machine
from winlab.windows.programs import nuget
from winlab.windows.users import SYSTEM

_CLEARING = ".clearing"
_PLACES = (
    r".nuget\packages",
    r"AppData\Local\NuGet\v3-cache",
    r"AppData\Local\NuGet\plugins-cache",
    r"AppData\Local\Temp\NuGetScratch",
)
_OF_SYSTEM = (r"Temp\NuGetScratch", r"SystemTemp\NuGetScratch")
_CLOSED = (r"C:\Windows", r"C:\Program Files", r"C:\Program Files (x86)", r"C:\inetpub", FOLDER)
_CROWDED = (r"C:\ProgramData", r"C:\Users")
_NO_PROGRAM = {
    "dotnet": StepFailure(
        "There is no .NET SDK on this host.",
        "dotnet.exe on PATH, and an SDK: dotnet nuget is part of it",
        "none, or runtimes only",
        "Say method: folder (or auto), or install an SDK.",
        "readiness",
    ),
    "nuget": StepFailure(
        "There is no nuget.exe on this host.",
        "nuget.exe on PATH",
        "none",
        "Say method: folder (or auto), or put nuget.exe on PATH.",
        "readiness",
    ),
}


@dataclass(frozen=True)
class Cache:
    """Where a cache may be. Nothing between base and path may be a link."""

    account: str | None
    base: str
    path: str
    own: bool = False


@dataclass(frozen=True)
class Full:
    """A cache in which there is something; obstacle: why it must stay."""

    cache: Cache
    kind: str
    size: int
    has_link: bool
    obstacle: str | None


@dataclass
class Choice:
    """Get-ChosenCache: the caches, each once, and the program that may clear the session's own."""

    caches: list[Cache]
    program: str
    warnings: list[str] = field(default_factory=list)


@step("Clear-PackageCache")
def clear_package_cache(session: Session, p: Params) -> StepOutcome:
    if not session.machine.call("session.elevated"):
        raise StepFailure(
            "This session may not see the profiles of others.",
            "an elevated session",
            "a filtered token",
            "Connect as an administrator of the domain, or set LocalAccountTokenFilterPolicy to 1.",
            "readiness",
        )
    program = _program(session.machine, str(p.get("Method") or "auto"))
    choice = _choose(session, list(p.get("Accounts") or ()), list(p.get("Paths") or ()), program)
    full = [found for cache in choice.caches if (found := _look(session.machine.fs, cache))]
    own = [one for one in full if one.cache.own and not one.cache.path.endswith(_CLEARING)]
    program, warnings = choice.program, list(choice.warnings)
    if not own or any(one.obstacle or one.has_link or one.kind == "link" for one in own):
        program = "folder"
    if program != "folder" and not session.whatif:
        nuget.run(session.machine, program, _words(program, "clear"), profile_of(session))
    changes, listed, freed = [], [], 0
    for one in full:
        removed, warning = _remove(session, one)
        warnings += [warning] if warning else []
        if removed:
            link = one.kind == "link"
            changes.append(change(f"cache/{one.cache.path}", "link" if link else one.size, None if link else 0))
            freed += one.size
        listed.append(_row(one, program if one in own else "folder", removed))
    return StepOutcome(changes, {"freed": freed, "method": program, "caches": listed}, warnings)


def _row(one: Full, method: str, removed: bool) -> dict[str, Any]:
    told = {"path": one.cache.path, "account": one.cache.account, "method": method}
    return {**told, "bytes": one.size, "cleared": removed}


def profile_of(session: Session) -> str:
    """%USERPROFILE% of the session: of SYSTEM in a job."""
    machine = session.machine
    if session.process is not None and session.process.name == "powershell.exe":
        return machine.users.folder(SYSTEM)
    return machine.users.folder(machine.accounts.sid(str(machine.call("session.user")).rsplit("\\", 1)[-1]))


def _program(machine: Machine, method: str) -> str:
    """Find-CacheProgram. Raises StepFailure (kind 'readiness')."""
    kits = machine.fs.names(r"C:\Program Files\dotnet\sdk")
    if method in ("auto", "dotnet") and nuget.find(machine, "dotnet.exe") and kits:
        return "dotnet"
    if method in ("auto", "nuget") and nuget.find(machine, "nuget.exe"):
        return "nuget"
    if method in _NO_PROGRAM:
        raise _NO_PROGRAM[method]
    return "folder"


def _words(program: str, task: str) -> list[str]:
    if program == "dotnet":
        return ["nuget", "locals", "all", f"--{task}"]
    return ["locals", "all", f"-{task}", "-NonInteractive"]


def _choose(session: Session, accounts: list[str], paths: list[str], program: str) -> Choice:
    """Get-ChosenCache. Raises StepFailure (kind 'path', 'identity', 'profile')."""
    machine = session.machine
    for path in paths:
        fault = _fault(machine, path)
        if fault:
            raise StepFailure(
                f"{path} is not cleared: {fault}.",
                r"a folder of its own that holds nothing but a cache, such as D:\agent\nuget",
                path,
                "Correct the paths of the caches. Nothing was cleared.",
                "path",
            )
    caches = [cache for account, sid in _profiles(machine, accounts) for cache in _of_profile(session, account, sid)]
    own = [cache for cache in caches if cache.own]
    choice = Choice(caches, program if own else "folder")
    if choice.program != "folder":
        _add_named(session, choice, str(own[0].account))
    choice.caches += [cache for path in paths for cache in _named(path, None)]
    choice.caches = list({cache.path.lower(): cache for cache in reversed(choice.caches)}.values())[::-1]
    return choice


def _profiles(machine: Machine, accounts: list[str]) -> Iterator[tuple[str, str]]:
    """Get-UserProfile: (name, SID)."""
    there = [sid for sid, folder in machine.users.all().items() if machine.fs.is_folder(folder)]
    if "*" in accounts:
        yield from ((sid, sid) for sid in there if re.fullmatch(r"S-1-[0-9]+(-[0-9]+)+", sid))
        return
    known = set()
    for name in accounts:
        remedy = f"Take {name} out of the accounts whose caches are cleared, or correct its name."
        try:
            sid = machine.accounts.sid(name)
        except IdentityNotMapped as error:
            raise StepFailure(
                f"This host does not know the account {name}.",
                "a local or domain account",
                str(error),
                remedy,
                "identity",
            ) from None
        if sid not in there:
            raise StepFailure(
                f"The account {name} has no profile on this host.",
                f"a folder of {sid} in ProfileList",
                "none: it never logged on here",
                remedy,
                "profile",
            )
        if sid not in known:
            known.add(sid)
            yield name, sid


def _of_profile(session: Session, account: str, sid: str) -> Iterator[Cache]:
    """Get-PackageCache."""
    folder = session.machine.users.folder(sid)
    own = folder.lower() == profile_of(session).lower()
    places = [(folder, name) for name in _PLACES]
    places += [(r"C:\Windows", name) for name in _OF_SYSTEM] if sid == SYSTEM else []
    for base, name in places:
        for ending in (_CLEARING, ""):
            yield Cache(account, base, rf"{base}\{name}{ending}", own)


def _named(path: str, account: str | None) -> Iterator[Cache]:
    """Get-NamedCache."""
    for ending in (_CLEARING, ""):
        yield Cache(account, path[:2], path.rstrip("\\") + ending, account is not None)


def _add_named(session: Session, choice: Choice, account: str) -> None:
    machine = session.machine
    known = {cache.path.lower() for cache in choice.caches if cache.own}
    program = choice.program
    code, _ = nuget.run(machine, program, _words(program, "list"), profile_of(session))
    if code:
        choice.program = "folder"
        told = f"{program}.exe ended with exit code {code}."
        choice.warnings.append(f"Cleared by folder, for {program} does not say where: {told}")
        return
    for name in nuget.locations(machine, profile_of(session)).values():
        path = name.rstrip("\\")
        if path.lower() in known:
            continue
        fault = _fault(machine, path)
        if fault:
            choice.program = "folder"
            choice.warnings.append(f"{path} stays, though {program} takes it for a cache: {fault}.")
        else:
            choice.caches += _named(path, account)


def _fault(machine: Machine, path: str) -> str | None:
    """Get-CachePathFault."""
    folder = path.rstrip("\\")
    if not re.fullmatch(r'[A-Za-z]:(\\[^\\/:*?"<>|]*[^\\/:*?"<>|. ])+', folder):
        return "it is no folder on a drive of this host"
    if re.search(r"~[0-9]", folder):
        return "it is a short name"
    inside = f"{folder}\\".lower()
    for place in _CLOSED:
        if inside.startswith(f"{place}\\".lower()):
            return f"{place} is not for caches"
    for place in (*_CLOSED, *_CROWDED, *machine.users.all().values()):
        if f"{place}\\".lower().startswith(inside):
            return f"more than a cache is in it: {place}"
    return None


def _look(fs: FileSystem, cache: Cache) -> Full | None:
    """Find-FullCache for one."""
    path = fs.path(cache.path)
    if path.is_symlink():
        return Full(cache, "link", 0, False, _obstacle(fs, cache))
    if not path.is_dir():
        return None
    links = [entry for entry in path.rglob("*") if entry.is_symlink()]
    files = [file for _, file in fs.files(cache.path)]
    if not links and not files:
        return None
    return Full(cache, "folder", sum(file.stat().st_size for file in files), bool(links), _obstacle(fs, cache))


def _obstacle(fs: FileSystem, cache: Cache) -> str | None:
    """Get-CacheObstacle."""
    folder = cache.base
    for part in cache.path[len(cache.base) :].strip("\\").split("\\")[:-1]:
        folder = rf"{folder}\{part}"
        if fs.is_reparse_point(folder):
            return f"{cache.path} stays: {folder} is a link, and where it leads to is not known."
    if fs.is_reparse_point(cache.path):
        return None
    names = (windows_name(cache.path, name) for name, _ in fs.files(cache.path))
    held = next((name for name in names if fs.is_locked(name)), None)
    return f"{cache.path} stays: {held} is in use." if held else None


def _remove(session: Session, one: Full) -> tuple[bool, str | None]:
    """Remove-PackageCache: (removed, warning)."""
    if one.obstacle:
        return False, one.obstacle
    fs, path = session.machine.fs, one.cache.path
    if session.whatif or not fs.exists(path):
        return True, None
    aside = path if path.endswith(_CLEARING) else path + _CLEARING
    try:
        if aside != path:
            fs.rename(path, aside)
    except MachineError as error:
        return False, f"{path} stays: {error}"
    fs.remove(aside)
    return True, None
