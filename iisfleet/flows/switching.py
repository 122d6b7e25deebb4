"""``start``, ``stop`` and ``recycle``: one site or pool of a host."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iisfleet.errors import ConnectionFailed, OutcomeUnknown
from iisfleet.flows.asking import ask_plan
from iisfleet.flows.look import Look, no_one_is_dead
from iisfleet.flows.outcomes import failed, warnings
from iisfleet.flows.turn import look_in_turn
from iisfleet.inventory import Host
from iisfleet.rendering import render_script
from iisfleet.rendering.deployment import lock_parameters
from iisfleet.rendering.release import RunInfo
from iisfleet.results import Change
from iisfleet.rollout.instructions import Flow, Instruction, Outcome, Run


@dataclass(frozen=True)
class SwitchOrder:
    """``kind`` site or pool; ``action`` start, stop or, for a pool, recycle; ``timeout`` in seconds."""

    run: RunInfo
    kind: str
    name: str
    action: str
    timeout: int = 60
    plan: bool = False
    is_dead: Callable[[Mapping[str, Any]], bool] = no_one_is_dead


def switch(host: Host, order: SwitchOrder) -> Flow:
    """Starts, stops or recycles what the order names; nothing if it is so already."""
    look = yield from look_in_turn(host, order, lambda: _look(order))
    if isinstance(look, Outcome):
        return look
    if not order.plan and look.changes:
        return (yield from _act(host, order, look.changes))
    return look.outcome()


def _look(order: SwitchOrder) -> Generator[Instruction, Any, Look]:
    script = render_script("switch", ("starting", "publishing"), _context(order, planning=True))
    return Look((), (yield Run(script, what_if=True)))


def _act(host: Host, order: SwitchOrder, planned: Sequence[Change]) -> Generator[Instruction, Any, Outcome]:
    try:
        result = yield Run(render_script("switch", ("publishing", "finishing"), _context(order)))
    except (ConnectionFailed, OutcomeUnknown) as error:
        return (yield from ask_plan(host, order.run, planned, error, lambda: _look(order)))
    if result.failed:
        return failed(result)
    return Outcome("changed", changes=tuple(planned), warnings=warnings(result.steps))


def _context(order: SwitchOrder, *, planning: bool = False) -> dict[str, Any]:
    return {
        "run": order.run.id,
        "lock": None if planning else lock_parameters(order.run),
        "kind": order.kind,
        "item": order.name,
        "action": order.action,
        "timeout": order.timeout,
    }
