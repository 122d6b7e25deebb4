"""What a flow does about runs that never said how they ended: another one, or its own."""

from collections.abc import Callable, Generator
from dataclasses import replace
from typing import Any

from iisfleet.errors import ConnectionFailed, IisfleetError, Interrupted, OutcomeUnknown
from iisfleet.flows.look import Look, Order
from iisfleet.flows.outcomes import broken, cause, locked, not_recovered, warnings
from iisfleet.flows.patience import CONNECT, may_answer
from iisfleet.inventory import Host
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import render_script
from iisfleet.rendering.deployment import lock_parameters
from iisfleet.rendering.release import RunInfo
from iisfleet.rollout.instructions import Instruction, Outcome, Pause, Reconnect, Run

# A host whose connection broke is asked again after so many seconds.
APART = 4.0
_STILL_LOCKED = "The host may still be locked by this run: the next deploy takes it over and reverts what was left."


Reading = Callable[[], Generator[Instruction, Any, Look]]


def look_freed(order: Order, read: Reading) -> Generator[Instruction, Any, Look | Outcome]:
    """Reads the host; takes it over from a run that died on it, and then reads it again."""
    return (yield from freed(order, (yield from read()), read))


def freed(order: Order, look: Look, read: Reading) -> Generator[Instruction, Any, Look | Outcome]:
    """The look, if nobody holds the host; else what is there once a dead run's hold on it has gone."""
    if look.lock is None and look.unfinished is None:
        return look
    blocked = yield from _recover(order, look)
    return blocked or (yield from read())


def _recover(order: Order, look: Look) -> Generator[Instruction, Any, Outcome | None]:
    lock = look.lock
    if lock and (lock.get("manual") or (lock["sessionAlive"] and not order.is_dead(lock))):
        return locked(lock)
    result = yield recovering(order.run, lock["run"] if lock else None, look.unfinished)
    return not_recovered(result) if result.failed else None


def let_go(run: RunInfo) -> Generator[Instruction, Any, Outcome]:
    """After an interruption: reverts what this run has begun on the host, and unlocks it."""
    try:
        result = yield recovering(run)
    except IisfleetError as error:
        return Outcome("interrupted", warnings=(error.message, _STILL_LOCKED))
    if result.failed:
        told = not_recovered(result)
        return replace(told, status="interrupted", warnings=(*told.warnings, _STILL_LOCKED))
    return Outcome("interrupted", reverted=_restored(result), warnings=warnings(result.steps))


def ask(host: Host, run: RunInfo, error: IisfleetError, event: str) -> Generator[Instruction, Any, Outcome]:
    """After a connection that broke: what became of the script is asked of the host, never guessed.

    Locking waits for the script if it goes on; what it left unfinished is reverted; then the journal knows the end.
    A login that is refused is not tried again. No question is begun later than ``ask_timeout`` after the first answer
    that was none.
    """
    until: float | None = None
    try:
        for _ in range(questions(host) if may_answer(error) else 0):
            yield Reconnect(connect_timeout=CONNECT)
            ended = yield from _ask_once(run, error, event)
            if ended:
                return ended
            now = yield Pause(APART)
            until = until if until is not None or now is None else now - APART + host.connection.ask_timeout
            if until is not None and now >= until:
                break
    except (Interrupted, ConnectionFailed):
        pass
    return Outcome("unknown", failure=broken(error), warnings=(_STILL_LOCKED,))


def questions(host: Host) -> int:
    """How often a host is asked."""
    return max(1, round(host.connection.ask_timeout / APART))


def _ask_once(run: RunInfo, error: IisfleetError, event: str) -> Generator[Instruction, Any, Outcome | None]:
    """None if the host does not answer yet, or its script still goes on."""
    try:
        recovered = yield recovering(run)
        if recovered.failed and not_recovered(recovered).status == "locked":
            return None
        history = yield Run(render_script("history", ["starting"], {"targets": (), "last": 20}))
    except OutcomeUnknown:
        return None
    except ConnectionFailed as failure:
        if not may_answer(failure):
            raise
        return None
    ends = [entry["event"] for entry in Look((), history).journal if entry["run"] == run.id]
    if event in ends:
        return Outcome("changed", warnings=(f"{cause(error)}; the host has finished it nevertheless",))
    told = not_recovered(recovered) if recovered.failed else Outcome("failed", reverted=True)
    why = replace(broken(error), message=cause(error))
    return replace(told, status="failed", failure=why, step=None)


def recovering(run: RunInfo, supersedes: str | None = None, unfinished: str | None = None) -> Run:
    """Reverts what ``supersedes`` has begun, a run that is dead and holds the host; without it, this run.

    ``unfinished``: one that has let the host go, but could not put back all and left it out of rotation.
    """
    parameters = lock_parameters(run, supersedes)
    dead = supersedes or run.id
    drained = dict.fromkeys((dead, unfinished or dead))
    context = {"lock": parameters, "run": run.id, "dead": dead, "drained": list(drained)}
    return Run(render_script("recover", ["updating"], context))


def _restored(result: ScriptResult) -> bool:
    look = Look((), result)
    return any(data["restored"] for step in ("Restore-SiteContent", "Restore-IisState") for data in look.data(step))
