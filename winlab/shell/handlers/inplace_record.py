"""state\\<run>.content.json and <store>\\before\\<run>: what a publish in place has saved, and how far it is."""

import json
from typing import Any

from winlab.shell.handlers import Session, StepFailure
from winlab.shell.handlers.books import as_number
from winlab.shell.handlers.inplace_content import Plan
from winlab.shell.handlers.release_folders import Entry, sha256
from winlab.shell.handlers.saved_state import FOLDER
from winlab.windows.filesystem import FileSystem

_SUFFIX = ".content.json"
Record = dict[str, Any]


def record_file(run: str) -> str:
    return rf"{FOLDER}\{run}{_SUFFIX}"


def read_record(session: Session, run: str) -> Record | None:
    """Read-SiteContent. Raises StepFailure (kind 'state')."""
    fs, file = session.machine.fs, record_file(run)
    if not fs.exists(file):
        return None
    try:
        found = json.loads(fs.read(file).decode("utf-8-sig"))
        if not isinstance(found, dict):
            raise ValueError("This is not a JSON object.")
        _check(found)
    except (ValueError, TypeError, KeyError) as error:
        raise StepFailure(
            f"The saved content of run {run} cannot be read.",
            "JSON of Save-SiteContent",
            str(error),
            f"Compare the site with its release by hand, then delete {file}.",
            "state",
        ) from None
    return found


def _check(record: Record) -> None:
    """Raises ValueError, TypeError, KeyError for a record that Save-SiteContent has not written."""
    as_number(record["sequence"], bits=64)
    for entry in record["targets"]:
        needed = {"target", "stage", "offline"}
        if entry["stage"] != "saving":
            needed |= {"path", "store", "before", "manifest", "after", "closing", "files"}
        if lacking := needed - {*entry}:
            raise ValueError(f"{min(lacking)} is not in it.")


def write_record(session: Session, record: Record) -> None:
    session.machine.fs.write(record_file(str(record["run"])), json.dumps(record).encode())


def entry_of(record: Record | None, target: str) -> Record | None:
    """Find-ContentEntry."""
    entries = record["targets"] if record else []
    found = [e for e in entries if str(e["target"]).lower() == target.lower() and e["stage"] != "saving"]
    return found[0] if found else None


def runs_noted(session: Session) -> list[str]:
    """Get-ContentRun: the latest first."""
    runs = [n.removesuffix(_SUFFIX) for n in session.machine.fs.names(FOLDER) if n.endswith(_SUFFIX)]
    return sorted(runs, key=lambda run: _sequence(session, run), reverse=True)


def _sequence(session: Session, run: str) -> int:
    try:
        record = read_record(session, run)
    except StepFailure:
        return 0
    return int(record["sequence"]) if record else 0


def backup_folder(store: str, run: str) -> str:
    return rf"{store}\before\{run}"


def write_plan(fs: FileSystem, store: str, run: str, plan: Plan) -> str:
    """Write-ContentPlan: the hash of the list."""
    parts = (("Changed", plan.changed), ("Removed", plan.removed), ("Added", plan.added))
    lines = [f"{kind}\t{e.path}\t{e.size}\t{e.sha256}\n" for kind, entries in parts for e in entries]
    text = "".join([*lines, *(f"Folder\t{folder}\t0\t-\n" for folder in plan.folders)])
    fs.write(f"{backup_folder(store, run)}.files", text.encode())
    return sha256(text.encode())


def read_plan(fs: FileSystem, store: str, run: str, digest: str) -> Plan:
    """Read-ContentPlan. Raises StepFailure (kind 'state')."""
    file = f"{backup_folder(store, run)}.files"
    content = fs.read(file) if fs.exists(file) else None
    found = "no such file" if content is None else sha256(content)
    if content is None or found != digest:
        raise StepFailure(
            f"The list of what run {run} changes is lost.",
            f"{file} with SHA-256 {digest}",
            found,
            "Deploy the release again that was live before: each file is compared by hash.",
            "state",
        )
    rows = [line.split("\t") for line in content.decode().split("\n") if line]

    def of(kind: str) -> list[Entry]:
        return [Entry(path, int(size), digest) for k, path, size, digest in rows if k == kind]

    return Plan(of("Changed"), of("Added"), of("Removed"), [entry.path for entry in of("Folder")])
