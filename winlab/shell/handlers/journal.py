"""Get-Journal and Add-JournalEntry."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, step
from winlab.shell.handlers.books import (
    JOURNAL,
    Journal,
    is_finished,
    make_host_folder,
    read_journal,
    read_lock,
    timestamp,
)
from winlab.shell.handlers.iis_draft import many


@step("Get-Journal")
def get_journal(session: Session, p: Params) -> StepOutcome:
    journal, target = read_journal(session.machine), str(p.get("Target") or "").lower()
    entries = [e for e in journal.entries if not target or str(e.get("target", "")).lower() == target]
    return StepOutcome(data={"entries": entries[-int(p.get("Last", 50)) :]}, warnings=journal.warnings)


@step("Add-JournalEntry")
def add_journal_entry(session: Session, p: Params) -> StepOutcome:
    entries, journal = [dict(entry) for entry in many(p["Entry"])], read_journal(session.machine)
    if not all({"event", "run"} <= set(entry) for entry in entries):
        raise StepFailure("Cannot validate argument on parameter 'Entry': event and run must be in it.")
    if p.get("OnlyLocked"):
        entries = [entry for entry in entries if _holds(session, entry["run"])]
    number = journal.entries[-1]["sequence"] + 1 if journal.entries else 1
    sequences: list[int] = []
    lines: list[str] = []
    for entry in entries:
        if said := _said(journal, entry):
            sequences.append(said["sequence"])
            continue
        lines.append(_line(session, entry, number))
        sequences.append(number)
        number += 1
    if lines and not session.whatif:
        make_host_folder(session.machine)
        _append(session, ("\n" if journal.torn else "") + "".join(lines))
    return StepOutcome(data={"sequences": sequences}, warnings=journal.warnings)


def _holds(session: Session, run: str) -> bool:
    """Whether the run holds the lock and has put nothing live."""
    lock = read_lock(session.machine)
    return lock is not None and lock["run"] == run and not is_finished(session.machine, run)


def _said(journal: Journal, entry: Mapping[str, Any]) -> dict[str, Any] | None:
    names = ("event", "run", "target", "release")
    return next((e for e in journal.entries if all(e.get(name) == entry.get(name) for name in names)), None)


def _line(session: Session, entry: Mapping[str, Any], number: int) -> str:
    """ConvertTo-JournalLine."""
    line = {"sequence": number, "at": timestamp(datetime.now(UTC))} | dict(sorted(entry.items()))
    if session.state.get("phase") == "reverting" and "failure" in session.state and "failure" not in line:
        line["failure"] = session.state["failure"]
    return json.dumps(line, separators=(",", ":")) + "\n"


def _append(session: Session, text: str) -> None:
    fs = session.machine.fs
    size = len(fs.read(JOURNAL)) if fs.exists(JOURNAL) else 0
    fs.write_at(JOURNAL, size, text.encode())
