"""``lock`` and ``unlock``: a host that a person keeps for himself, and a lock whose run is over."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from iisfleet.errors import ConnectionFailed, OutcomeUnknown
from iisfleet.flows.asking import ask_plan
from iisfleet.flows.look import Look, no_one_is_dead
from iisfleet.flows.outcomes import changes, failed, not_recovered, warnings
from iisfleet.flows.recovering import freed, recovering
from iisfleet.flows.turn import unfit
from iisfleet.inventory import Host
from iisfleet.rendering import render_script
from iisfleet.rendering.release import RunInfo
from iisfleet.results import Change
from iisfleet.rollout.instructions import Flow, Instruction, Outcome, Run

_READ, _ACT = ("starting", "updating"), ("updating", "finishing")
_UNFINISHED = "run {0} has not ended: the next deploy puts back what it left, or invoke unlock --run {0}"


@dataclass(frozen=True)
class LockOrder:
    """``message``: why, for whoever finds the lock."""

    run: RunInfo
    message: str
    plan: bool = False
    is_dead: Callable[[Mapping[str, Any]], bool] = no_one_is_dead


@dataclass(frozen=True)
class UnlockOrder:
    """``of``: the run whose lock goes, which a person says is over; None: only what a person has locked."""

    run: RunInfo
    of: str | None = None
    plan: bool = False


def lock(host: Host, order: LockOrder) -> Flow:
    """Locks the host until ``unlock``; what a dead run has left there is put back first."""
    parameters = {"Run": order.run.id, "Who": order.run.who, "Controller": order.run.controller}
    entry = {"event": "locked", "run": order.run.id, "who": order.run.who, "message": order.message}
    context = {"lock": {**parameters, "Message": order.message}, "entry": entry}
    look = yield from _look("lock", context)
    if not order.plan and not _by_hand(look):
        alone = yield from freed(order, look, lambda: _look("lock", context))
        if isinstance(alone, Outcome):
            return alone
        look = alone
    refused = _refused(look)
    if refused or order.plan or not look.changes:
        return refused or look.outcome()
    return (yield from _act(host, order.run, "lock", context, look.changes))


def unlock(host: Host, order: UnlockOrder) -> Flow:
    """Takes the lock away. What the run that holds it has left unfinished is put back first."""
    entry = {"event": "unlocked", "run": order.run.id, "who": order.run.who, "lock": order.of}
    context = {"of": order.of, "entry": entry, "wait": 2 if order.plan else 60}  # a plan waits for nobody
    look = yield from _look("unlock", context)
    refused = _refused(look)
    if refused:
        return refused
    held = (look.lock and look.lock["run"]) or look.unfinished  # a lock that is damaged names no run
    if order.of and held == order.of and not _by_hand(look):
        return (yield from _take_back(host, order, context, look))
    if look.changes and not order.plan:
        return (yield from _act(host, order.run, "unlock", context, look.changes))
    notes = (_UNFINISHED.format(look.unfinished),) if look.unfinished and not look.lock else ()
    return replace(look.outcome(), warnings=notes)


def _take_back(
    host: Host, order: UnlockOrder, context: Mapping[str, Any], look: Look
) -> Generator[Instruction, Any, Outcome]:
    """What a run has begun is put back, which also takes its lock away; then the journal says who did it."""
    put_back = yield replace(recovering(order.run, order.of, look.unfinished), what_if=order.plan)
    if put_back.failed:
        return not_recovered(put_back)
    told, notes = (*changes(put_back.steps), *look.changes), warnings(put_back.steps)
    if order.plan:
        return Outcome("changed" if told else "ok", changes=told, warnings=notes)
    ended = yield from _act(host, order.run, "unlock", context, told)
    return replace(ended, warnings=(*notes, *ended.warnings))


def _by_hand(look: Look) -> bool:
    return look.lock is not None and bool(look.lock.get("manual"))


def _refused(look: Look) -> Outcome | None:
    return unfit(look) or (failed(look.result) if look.result.failed else None)


def _look(task: str, context: Mapping[str, Any]) -> Generator[Instruction, Any, Look]:
    return Look((), (yield Run(render_script(task, _READ, context), what_if=True)))


def _act(
    host: Host, run: RunInfo, task: str, context: Mapping[str, Any], planned: Sequence[Change]
) -> Generator[Instruction, Any, Outcome]:
    try:
        result = yield Run(render_script(task, _ACT, context))
    except (ConnectionFailed, OutcomeUnknown) as error:
        return (yield from ask_plan(host, run, planned, error, lambda: _look(task, context), locks=False))
    if result.failed:
        return failed(result)
    return Outcome("changed", changes=tuple(planned), warnings=warnings(result.steps))
