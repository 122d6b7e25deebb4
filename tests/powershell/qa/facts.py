"""What the real parser says of PowerShell files (analyse.ps1), as Python values."""

import json
import subprocess
from pathlib import Path
from typing import Any

from iisfleet import resources

ANALYSE = Path(__file__).with_name("analyse.ps1")
TABLE = Path(__file__).with_name("commands-5.1.json")


def analyse(engine: str, *paths: Path, brief: bool = False) -> list[dict[str, Any]]:
    """A dict for each file: errors, steps, modern; and unless brief functions, commands, types, methods, ..."""
    listed = ", ".join(f"'{path}'" for path in paths)
    command = ["-NoProfile", "-Command", f"& '{ANALYSE}' -Path @({listed}){' -Brief' if brief else ''}"]
    done = subprocess.run([engine, *command], capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr or done.stdout
    facts: list[dict[str, Any]] = json.loads(done.stdout)
    return facts


def topic(fact: dict[str, Any]) -> str:
    """The folder of a script: frame, seam, iis, ..."""
    return Path(fact["file"]).parent.name


def where(fact: dict[str, Any], line: int) -> str:
    return f"{Path(fact['file']).relative_to(resources.scripts())}:{line}"


def known_commands() -> dict[str, list[str]]:
    """The commands of Windows PowerShell 5.1 that the scripts use, and their parameters."""
    table: dict[str, list[str]] = json.loads(TABLE.read_text("utf-8"))
    return table
