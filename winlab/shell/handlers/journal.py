"""Get-Journal and Add-JournalEntry."""

import json
from datetime import UTC, datetime

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, step
from winlab.shell.handlers.books import (
    JOURNAL,
    is_finished,
    make_host_folder,
    read_journal,
    read_lock,
    timestamp,
)


@step("Get-Journal")
def get_journal(session: Session, p: Params) -> StepOutcome:
    journal, target = read_journal(session.machine), str(p.get("Target") or "").lower()
    entries = [e for e in journal.entries if not target or str(e.get("target", "")).lower() == target]
    return StepOutcome(data={"entries": entries[-int(p.get("Last", 50)) :]}, warnings=journal.warnings)


@step("Add-JournalEntry")
def add_journal_entry(session: Session, p: Params) -> StepOutcome:
    entry, journal = dict(p["Entry"]), read_journal(session.machine)
    if p.get("OnlyLocked"):
        lock = read_lock(session.machine)
        if lock is None or lock["run"] != entry["run"] or is_finished(session.machine, entry["run"]):
            return StepOutcome(data={"sequence": None})
    if not {"event", "run"} <= set(entry):
        raise StepFailure("Cannot validate argument on parameter 'Entry': event and run must be in it.")
    names = ("event", "run", "target", "release")
    same = [e for e in journal.entries if all(e.get(name) == entry.get(name) for name in names)]
    if same:
        return StepOutcome(data={"sequence": same[0]["sequence"]}, warnings=journal.warnings)
    sequence = journal.entries[-1]["sequence"] + 1 if journal.entries else 1
    if not session.whatif:
        make_host_folder(session.machine)
        line = {"sequence": sequence, "at": timestamp(datetime.now(UTC))} | dict(sorted(entry.items()))
        if session.state.get("phase") == "reverting" and "failure" in session.state and "failure" not in line:
            line["failure"] = session.state["failure"]
        _append(session, ("\n" if journal.torn else "") + json.dumps(line, separators=(",", ":")) + "\n")
    return StepOutcome(data={"sequence": sequence}, warnings=journal.warnings)


def _append(session: Session, text: str) -> None:
    fs = session.machine.fs
    size = len(fs.read(JOURNAL)) if fs.exists(JOURNAL) else 0
    fs.write_at(JOURNAL, size, text.encode())
