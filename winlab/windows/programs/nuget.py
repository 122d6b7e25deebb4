"""`dotnet nuget locals all` and `nuget.exe locals all`, which list or clear the caches of whoever runs them.

Files that are held stay and the exit code is 1. It is taken to go through junctions, as .NET's enumeration of a tree
does: who calls it in a cache with a link loses what the link leads to.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from winlab.windows.errors import NotEmulated
from winlab.windows.users import PROFILES, SYSTEM

if TYPE_CHECKING:
    from pathlib import Path

    from winlab.windows.machine import Machine

PATH = (r"C:\Windows\System32", r"C:\Program Files\dotnet", r"C:\ProgramData\chocolatey\bin")
# learn.microsoft.com/nuget/consume-packages/managing-the-global-packages-and-cache-folders
CACHES = {
    "http-cache": r"AppData\Local\NuGet\v3-cache",
    "global-packages": r".nuget\packages",
    "temp": r"AppData\Local\Temp\NuGetScratch",
    "plugins-cache": r"AppData\Local\NuGet\plugins-cache",
}
_MOVED = re.compile(r'<add\s+key="globalPackagesFolder"\s+value="([^"]+)"', re.IGNORECASE)
_TASKS: dict[str, dict[tuple[str, ...], str]] = {
    "dotnet": {("nuget", "locals", "all", f"--{task}"): task for task in ("list", "clear")},
    "nuget": {("locals", "all", f"-{task}", "-NonInteractive"): task for task in ("list", "clear")},
}


def find(machine: "Machine", program: str) -> str | None:
    """Where PATH leads to a program that is a file."""
    return next((path for folder in PATH if machine.fs.exists(path := rf"{folder}\{program}")), None)


def run(machine: "Machine", program: str, arguments: Sequence[str], profile: str) -> tuple[int, str]:
    """program: dotnet or nuget; profile: the folder of the account that runs it. Raises NotEmulated."""
    task = _TASKS[program].get(tuple(arguments))
    if task is None or find(machine, f"{program}.exe") is None:
        raise NotEmulated(f"{program}.exe {' '.join(arguments)}")
    if program == "dotnet" and not machine.fs.names(r"C:\Program Files\dotnet\sdk"):
        return -2147450735, "The command could not be loaded, possibly because:\n  * No .NET SDKs were found.\n"
    settings = _settings(machine, profile)
    if settings and not settings.lstrip().startswith("<"):
        return 1, "error: NuGet.Config is not valid XML.\n"
    caches = locations(machine, profile)
    if task == "list":
        return 0, "".join(f"{name}: {path}\n" for name, path in caches.items())
    left = [path for path in caches.values() if not _emptied(machine, path)]
    if left:
        return 1, "".join(f"error: Failed to delete '{path}'.\n" for path in left)
    return 0, "Local resources cleared.\n"


def locations(machine: "Machine", profile: str) -> dict[str, str]:
    """Name -> path, as the account's settings say."""
    caches = {name: rf"{profile}\{relative}" for name, relative in CACHES.items()}
    system = machine.registry.value(rf"{PROFILES}\{SYSTEM}", "ProfileImagePath")
    if profile == str(system).replace("%SystemRoot%", r"C:\Windows"):
        caches["temp"] = r"C:\Windows\Temp\NuGetScratch"
    if moved := _MOVED.search(_settings(machine, profile)):
        caches["global-packages"] = moved[1]
    return caches | {"global-packages": caches["global-packages"] + "\\"}


def _settings(machine: "Machine", profile: str) -> str:
    path = rf"{profile}\AppData\Roaming\NuGet\NuGet.Config"
    return machine.fs.read(path).decode() if machine.fs.exists(path) else ""


def _emptied(machine: "Machine", cache: str) -> bool:
    folder = machine.fs.path(cache)
    held = [file for file in _files(folder) if machine.fs.is_locked(machine.fs.windows(file))]
    for file in _files(folder):
        if file not in held:
            file.unlink()
    if not held:
        machine.fs.remove(cache)
    return not held


def _files(folder: "Path") -> "Iterator[Path]":
    """Also those behind links."""
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        if entry.is_dir():
            yield from _files(entry.resolve())
        else:
            yield entry
