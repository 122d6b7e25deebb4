"""Invoke-RunOnce."""

import time

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, handler_of, step
from winlab.shell.handlers.books import read_journal, read_lock
from winlab.shell.handlers.iis_draft import demand, many
from winlab.windows.errors import MachineError
from winlab.windows.programs import release

_NOT_RUN = {"ran": False, "seconds": None, "output": None}
_LINES = 20


@step("Invoke-RunOnce")
def invoke_run_once(session: Session, p: Params) -> StepOutcome:
    demand(p, "Run", r"[A-Za-z0-9][A-Za-z0-9._-]*")
    target, of, fs = str(p["Target"]), str(p["Release"]), session.machine.fs
    same = {"event": "ran-once", "target": target, "release": of}
    if any(same.items() <= entry.items() for entry in read_journal(session.machine).entries):
        return StepOutcome(data=_NOT_RUN)
    changes = [change(f"run-once/{target}", None, of)]
    if session.whatif:
        return StepOutcome(changes, data=_NOT_RUN)
    folder = rf"{p['Path']}\releases\{of}"
    if not fs.exists(folder):
        message, remedy = f"The release {of} of {target} is not on this host.", "Run the same command again."
        raise StepFailure(message, f"the folder {folder}", "no such folder", remedy, "run-once")
    began = time.monotonic()
    output = _run(session, p, folder)
    lock = read_lock(session.machine)
    who = lock["who"] if lock is not None and lock["run"] == p["Run"] else ""
    handler_of("Add-JournalEntry")(session, {"Entry": {**same, "run": p["Run"], "who": who}})
    return StepOutcome(changes, data={"ran": True, "seconds": round(time.monotonic() - began, 1), "output": output})


def _run(session: Session, p: Params, folder: str) -> str:
    """The last lines of its output. Raises StepFailure."""
    command, arguments, fs = str(p["Command"]), [str(one) for one in many(p.get("Arguments"))], session.machine.fs
    seconds, said = float(p.get("TimeoutSeconds") or 600), f"{p['Command']}, which is to run once for {p['Target']},"
    inside = rf"{folder}\{command}"
    try:
        with session.machine.lock:
            program = inside if fs.exists(inside) and not fs.is_folder(inside) else command
            ended = release.run(session.machine, program, arguments, folder, seconds)
    except MachineError as error:
        raise StepFailure(
            f"{said} cannot be started.",
            "a file of the release, or a program in PATH",
            str(error),
            "Correct run_once in the inventory, or publish the program with the release.",
            "run-once",
        ) from None
    session.stopped.wait(ended["seconds"])
    tail = "\n".join(line.rstrip() for line in ended["output"].strip().split("\n")[-_LINES:])
    if ended["code"] == 0:
        return tail
    how = "did not end in time, and was ended" if ended["code"] is None else f"ended with code {ended['code']}"
    raise StepFailure(
        f"{said} {how}.",
        f"exit code 0 within {seconds:g} s",
        f"its last lines: {tail}",
        "Mend what it says, or the command in run_once, then deploy again: it runs again then. What it has done by "
        "then stays.",
        "run-once",
    )
