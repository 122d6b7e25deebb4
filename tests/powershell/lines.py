"""Which statements of scripts/ ran: copies in which each statement first notes that it is reached.

``python -m tests.powershell.lines FOLDER`` writes the copies. With ``IISFLEET_LINES=FOLDER`` test_cases.py uses them
and notes there what ran, and test_lines.py reads that, instead of running every case once more.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iisfleet import resources
from tests.conftest import find_pwsh
from tests.powershell.qa.facts import analyse

LINES = "IISFLEET_LINES"
START = "$global:LinesThatRan = @{}"
READ = "$global:LinesThatRan.Keys"


@dataclass(frozen=True, order=True)
class Statement:
    """`file` is relative to scripts/, as 'iis/Set-IisPool.ps1'; `offset` in characters; `text` its first line."""

    file: str
    offset: int
    text: str

    @property
    def key(self) -> str:
        return f"{self.file}:{self.offset}"


def statements(facts: Iterable[Mapping[str, Any]], folder: Path) -> list[Statement]:
    """All of them. The function that a file defines is none."""
    return sorted(
        Statement(Path(fact["file"]).relative_to(folder).as_posix(), entry["offset"], entry["text"])
        for fact in facts
        for entry in fact["statements"]
    )


def copies_in(notes: Path) -> Path:
    """Where the copies are in a folder of notes."""
    return notes / "scripts"


def noted(notes: Path) -> set[str]:
    """The keys of all statements that ran, by the notes of each process."""
    return {key for file in notes.glob("*.txt") for key in file.read_text("utf-8").splitlines()}


def write_counting_copies(found: Iterable[Statement], source: Path, target: Path) -> None:
    """Copies of all files of `source`, each statement preceded by an assignment, which writes no output."""
    places: dict[str, list[Statement]] = {}
    for statement in found:
        places.setdefault(statement.file, []).append(statement)
    for file in source.rglob("*.ps1"):
        text = file.read_text("utf-8")
        name = file.relative_to(source).as_posix()
        for statement in sorted(places.get(name, ()), reverse=True):
            note = f"$global:LinesThatRan['{statement.key}'] = 1; "
            text = text[: statement.offset] + note + text[statement.offset :]
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, "utf-8")


if __name__ == "__main__":
    program = find_pwsh()
    if program is None:
        sys.exit("there is no PowerShell here")
    folder = resources.scripts()
    write_counting_copies(statements(analyse(program, folder), folder), folder, copies_in(Path(sys.argv[1])))
