"""The files of guarded runs in C:\\ProgramData\\iisfleet\\guard, read and written as the host functions do."""

import json
from collections.abc import Mapping
from typing import Any

from winlab.shell.handlers.books import (
    FOLDER,
    PROTECTED,
    as_number,
    as_text,
    check_trusted,
    is_finished,
    make_host_folder,
)
from winlab.windows.errors import NotFound
from winlab.windows.machine import Machine

GUARD = rf"{FOLDER}\guard"
State = dict[str, Any]
_EMPTY: State = {
    "run": "", "deadlineSeconds": 0, "since": "", "monotonic": 0, "boot": "", "processId": 0, "processStarted": "",
    "fired": False, "tries": 0, "entries": [],
}  # fmt: skip


def guard_task(run: str) -> str:
    return rf"\iisfleet\guard-{run}"


def guard_file(run: str) -> str:
    return rf"{GUARD}\{run}.json"


def monotonic(machine: Machine) -> float:
    """Get-MonotonicSecond."""
    return float(machine.call("clock.monotonic"))


def make_guard_folder(machine: Machine) -> None:
    """Initialize-GuardFolder. Raises StepFailure (kind 'security')."""
    make_host_folder(machine)
    if machine.fs.exists(GUARD):
        check_trusted(machine, GUARD)
    else:
        machine.fs.make_folder(GUARD)
        machine.acl.set(GUARD, PROTECTED)


def read_guards(machine: Machine, run: str = "") -> list[State]:
    """Read-GuardState. Raises StepFailure (kind 'security')."""
    check_trusted(machine, GUARD)
    names = [name.removesuffix(".json") for name in machine.fs.names(GUARD) if name.endswith(".json")]
    wanted = sorted(name for name in names if name != "state" and run in ("", name))
    return [state for name in wanted if (state := _read(machine, name)) is not None]


def _read(machine: Machine, run: str) -> State | None:
    try:
        text = machine.fs.read(guard_file(run)).decode("utf-8-sig", "replace")
    except NotFound:  # its run has ended this very moment
        return None
    try:
        return {**_state(dict(json.loads(text))), "run": run}
    except (ValueError, TypeError, KeyError):  # damaged
        return {**_EMPTY, "run": run}


def _state(found: Mapping[str, Any]) -> State:
    """What a guard's file says. Raises ValueError, TypeError, KeyError if it is damaged."""
    numbers = {name: as_number(found.get(name)) for name in ("deadlineSeconds", "processId", "tries")}
    texts = {name: as_text(found.get(name)) for name in ("since", "boot", "processStarted")}
    given = found.get("entries")
    entries = [entry for entry in (given if isinstance(given, list) else [given]) if entry is not None]
    if not all(entry["event"] and entry["run"] for entry in map(dict, entries)):
        raise ValueError("What it says for the journal is no entry.")
    monotonic = float(found.get("monotonic") or 0)
    return {**numbers, **texts, "monotonic": monotonic, "fired": bool(found.get("fired")), "entries": entries}


def write_guard(machine: Machine, state: State) -> None:
    machine.fs.write(guard_file(str(state["run"])), json.dumps(state).encode())


def rest(machine: Machine, state: State) -> float:
    """Get-GuardRest: the seconds that a run has left."""
    elapsed = monotonic(machine) - state["monotonic"]
    lives = machine.processes.alive(state["processId"], state["processStarted"])
    if not (elapsed >= 0 and lives):  # not <: a damaged file may say NaN
        return 0.0
    return max(0.0, float(state["deadlineSeconds"]) - float(elapsed))


def due_guards(machine: Machine, run: str = "") -> list[State]:
    """Those whose time is over."""
    return [state for state in read_guards(machine, run) if rest(machine, state) <= 0]


def is_unfinished(machine: Machine, run: str) -> bool:
    """Test-RunUnfinished."""
    files = (rf"{FOLDER}\state\{run}.json", rf"{FOLDER}\state\{run}.content.json")
    return any(machine.fs.exists(file) for file in files) and not is_finished(machine, run)
