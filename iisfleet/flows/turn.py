"""Whose turn it is on a host where jobs run: a job of the same task is awaited, any other one is left alone."""

from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import Any, Protocol

from iisfleet.flows.jobs import attach
from iisfleet.flows.look import Look, Order
from iisfleet.flows.outcomes import failed
from iisfleet.flows.readiness import check_session
from iisfleet.flows.recovering import Reading, freed
from iisfleet.inventory import Host
from iisfleet.results import StepFailure, StepResult
from iisfleet.rollout.instructions import Instruction, Outcome

_AWAITED = "Run {run} of {who} was at work on it already: its end was awaited."


class Plannable(Order, Protocol):
    """An order that may be only a plan."""

    @property
    def plan(self) -> bool:
        """Show what would change; change nothing."""


def look_in_turn(host: Host, order: Plannable, read: Reading) -> Generator[Instruction, Any, Look | Outcome]:
    """What a task knows before it acts; an Outcome if it must not, or if the host could not be read.

    A plan needs no lock and waits for nobody.
    """
    look = (yield from read()) if order.plan else (yield from look_alone(host, order, read))
    if isinstance(look, Outcome):
        return look
    return unfit(look) or (failed(look.result) if look.result.failed else look)


def look_alone(host: Host, order: Order, read: Reading) -> Generator[Instruction, Any, Look | Outcome]:
    """Reads the host once no job and no dead run is on it.

    A job of the same task, started by another controller or by one that died, is awaited: what it has done is seen
    by reading again. Any other job refuses, as a lock does.
    """
    look = yield from without_lost_job(host, read)
    if isinstance(look, Outcome):
        return look
    if look.job is not None:
        if look.job["task"] != order.run.why:
            return busy(look.job)
        job = look.job
        yield from attach(host, job)
        look = _noted(_AWAITED.format(**job), (yield from read()))
    return (yield from freed(order, look, read))


def without_lost_job(host: Host, read: Reading) -> Generator[Instruction, Any, Look | Outcome]:
    """Reads the host; a job that nothing runs any more is first taken back by the host, whoever started it.

    An Outcome if this session may not change the host at all.
    """
    look = yield from read()
    refused = unfit(look)
    if refused:
        return refused
    if look.job is None or look.job.get("state") != "lost":
        return look
    yield from attach(host, look.job)
    return (yield from read())


def unfit(look: Look) -> Outcome | None:
    """The refusal of a session that cannot change the host, as far as the host was asked; None if it can."""
    for step in ("Get-SessionFact", "Get-HostFact"):
        reason = next((reason for facts in look.data(step) for reason in check_session(facts)), None)
        if reason:
            return Outcome("failed", failure=reason, step=step)
    return None


def _noted(warning: str, look: Look) -> Look:
    """The look with a warning of ours in front of the host's."""
    note = StepResult("Wait-HostJob", "starting", "ok", warnings=(warning,))
    return replace(look, result=replace(look.result, steps=(note, *look.result.steps)))


def busy(job: Mapping[str, Any]) -> Outcome:
    """The outcome of a host where another task's job runs; ``job`` as Get-HostJob tells it."""
    failure = StepFailure(
        f"A job of run {job['run']} is at work on the host: {job['task']}.",
        expected="no job",
        found=f"{job['who']} at {job['controller']} since {job['since']}",
        remedy="Wait until it has ended; invoke status shows it.",
        kind="locked",
    )
    return Outcome("locked", step="Get-HostJob", failure=failure)
