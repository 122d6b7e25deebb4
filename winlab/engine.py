"""Which engine carries out the scripts: a real PowerShell if there is one, else the emulated shell."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

OLDEST = (7, 2)
ENGINES = ("auto", "pwsh", "emulated")


class NoEngine(Exception):
    """The engine that was asked for is not there. The text says what was looked for."""


@dataclass(frozen=True)
class Engine:
    """name: 'pwsh' or 'emulated'; why: a clause for the report; path: of pwsh."""

    name: str
    why: str
    path: str | None = None


def choose_engine(wanted: str = "auto", environ: Mapping[str, str] = os.environ) -> Engine:
    """IISFLEET_ENGINE replaces 'auto'; then IISFLEET_PWSH, then pwsh on PATH (7.2 or later). Raises NoEngine."""
    asked = environ.get("IISFLEET_ENGINE", "auto") if wanted == "auto" else wanted
    if asked not in ENGINES:
        raise NoEngine(f"no engine is called {asked}; there are {', '.join(ENGINES)}")
    if asked == "emulated":
        return Engine("emulated", "it was asked for")
    path = environ.get("IISFLEET_PWSH") or shutil.which("pwsh", path=environ.get("PATH"))
    problem = _problem(path)
    if path and problem is None:
        return Engine("pwsh", f"PowerShell is at {path}", path)
    if asked == "pwsh":
        raise NoEngine(f"{problem}: set IISFLEET_PWSH or put pwsh 7.2 or later on PATH")
    return Engine("emulated", str(problem))


def parse_version(text: str) -> tuple[int, int] | None:
    """'PowerShell 7.6.0' -> (7, 6)."""
    found = re.search(r"PowerShell (\d+)\.(\d+)", text)
    return (int(found[1]), int(found[2])) if found else None


def _problem(path: str | None) -> str | None:
    """Why an engine cannot be used; None if it can."""
    if not path:
        return "no PowerShell was found"
    try:
        asked = subprocess.run([path, "-Version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{path} does not start ({error})"
    version = parse_version(asked.stdout)
    if version is None:
        return f"{path} does not tell a version"
    if version < OLDEST:
        return f"{path} is PowerShell {version[0]}.{version[1]}, older than 7.2"
    return None
