"""How a run goes over its hosts: in which batches, when it stops, and what happens then."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from iisfleet.events import HostFinished
from iisfleet.inventory import Host, Rollout
from iisfleet.inventory.rollout import Amount
from iisfleet.rollout.batches import Batch, batches_of, share
from iisfleet.rollout.hooks import NO_HOOKS, HookCalls
from iisfleet.rollout.instructions import Flow

FlowFor = Callable[[Host], Flow]
# What puts back what a run has changed on a host; it is given how the host ended.
UndoFor = Callable[[Host, HostFinished], Flow]


@dataclass(frozen=True)
class Course:
    """``allowed``: so many hosts may fail. ``opened``: the gates that nobody waits at; ``leaders``: by gate, the host
    of the first batch that is awaited there. ``undo``: None: nothing can be put back."""

    batches: tuple[Batch, ...]
    wait: float = 0
    allowed: int = 0
    on_failure: Literal["stop", "revert-batch", "revert-all"] = "stop"
    opened: Container[str] = ()
    leaders: Mapping[str, str] = field(default_factory=dict)
    hooks: HookCalls = NO_HOOKS
    undo: UndoFor | None = None

    @property
    def hosts(self) -> tuple[Host, ...]:
        """All hosts, in the order in which they are taken up."""
        return tuple(host for batch in self.batches for host in batch.hosts)


def everywhere(hosts: Sequence[Host]) -> Course:
    """All hosts at once: what changes nothing needs no order."""
    return Course(batches_of(hosts, Rollout()))


def course_of(
    hosts: Sequence[Host],
    rollout: Rollout,
    *,
    size: Amount | None = None,
    passed: Sequence[str] = (),
    led: Mapping[str, str] = MappingProxyType({}),
    resumed: bool = False,
    hooks: HookCalls = NO_HOOKS,
    undo: UndoFor | None = None,
) -> Course:
    """The course that an inventory says.

    ``size``: instead of its batches. ``resumed``: other hosts have got there before, so that nobody is the canary;
    ``passed``: the gates that were opened then; ``led``: by gate, the host that was there when the run died. What it
    has begun there (run_once) no other host may begin as well.
    """
    batches = batches_of(hosts, rollout, size=size, canary=not resumed)
    first = batches[0].names if batches else ()
    leaders = {gate: host for gate, host in led.items() if host in first}
    return Course(
        batches=(*(batch.led_by(leaders.values()) for batch in batches[:1]), *batches[1:]),
        wait=rollout.wait,
        allowed=share(rollout.max_failures, len(hosts)),
        on_failure=rollout.on_failure,
        opened=(*passed, *(() if rollout.barrier else ("barrier",))),
        leaders=leaders,
        hooks=hooks,
        undo=undo,
    )
