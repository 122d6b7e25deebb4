"""How a flow passes a gate of its run while it holds its host."""

from collections.abc import Generator
from dataclasses import replace
from typing import Any

from iisfleet.errors import GateClosed, IisfleetError, Interrupted
from iisfleet.flows.recovering import let_go
from iisfleet.rendering.release import RunInfo
from iisfleet.rollout.instructions import Gate, Instruction, Open, Outcome

BARRIER = "barrier"
Work = Generator[Instruction, Any, Outcome]


def reach(run: RunInfo, gate: str) -> Generator[Instruction, Any, str | Outcome]:
    """``lead`` or ``follow``; an Outcome if the gate closed or the user interrupted: then the host is let go."""
    try:
        return str((yield Gate(gate)))
    except GateClosed as closed:
        told = yield from let_go(run)
        return replace(told, status="skipped", why=closed.message)
    except Interrupted:
        return (yield from let_go(run))


def behind_barrier(run: RunInfo, work: Work) -> Work:
    """Lets the work, which makes a host go live, begin once one host of the run has gone live and is healthy."""
    place = yield from reach(run, BARRIER)
    if isinstance(place, Outcome):
        work.close()
        return place
    try:
        ended = yield from work
    except IisfleetError:
        yield Open(BARRIER, passed=False)
        raise
    yield Open(BARRIER, passed=ended.status == "changed")
    return ended
