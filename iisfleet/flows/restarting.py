"""``restart-iis``: IIS, or the whole host, restarts; what ran before runs again, and what was stopped stays so."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from iisfleet.errors import ConnectionFailed, IisfleetError, Interrupted, OutcomeUnknown
from iisfleet.flows.draining import out_of_rotation
from iisfleet.flows.jobs import attach, job_folder, run_job
from iisfleet.flows.look import Look, no_one_is_dead
from iisfleet.flows.outcomes import changes, failed, warnings
from iisfleet.flows.patience import may_answer
from iisfleet.flows.reboot import reboot
from iisfleet.flows.recovering import freed
from iisfleet.flows.turn import busy, unfit, without_lost_job
from iisfleet.inventory import Host
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.deployment import lock_parameters
from iisfleet.rendering.release import RunInfo
from iisfleet.results import Change, StepFailure, StepResult
from iisfleet.rollout.instructions import Flow, Instruction, Outcome, Reconnect, Run

_ACTING = ("publishing", "verifying", "finishing")
_AWAITED = "A restart of IIS was under way already (run {run}, {who} at {controller}): its end was awaited."


@dataclass(frozen=True)
class RestartOrder:
    """``timeout`` in seconds: for the stop, for the start, and for the sites to answer. ``reboot``: the whole host."""

    run: RunInfo
    plan: bool = False
    timeout: int = 120
    reboot: bool = False
    is_dead: Callable[[Mapping[str, Any]], bool] = no_one_is_dead

    @property
    def minutes(self) -> int:
        """How long a job may take: each of its limits once, and once more to take back."""
        return 5 + 5 * self.timeout // 60


def restart(host: Host, order: RestartOrder) -> Flow:
    """Restarts IIS by a job on the host; IIS that is stopped stays so."""
    look = yield from (_look if order.plan else _look_ready)(host, order)
    if isinstance(look, Outcome):
        return look
    refused = unfit(look)
    if refused:
        return refused
    if look.result.failed or order.plan or not look.changes:
        return _told(look)
    return (yield from out_of_rotation(host, order.run, (_reboot if order.reboot else _restart)(host, order, look)))


def _restart(host: Host, order: RestartOrder, look: Look) -> Generator[Instruction, Any, Outcome]:
    job = render_script("restart", _ACTING, _context(host, order), record=job_folder(order.run))
    result = yield from run_job(host, order.run, job, minutes=order.minutes)
    if result.failed:
        return failed(result)
    return _changed(look.changes, look.result.steps, result.steps)


def _look_ready(host: Host, order: RestartOrder) -> Generator[Instruction, Any, Look | Outcome]:
    """Reads the host once nobody else is at work on it, and what a dead run has left is brought back."""
    look = yield from without_lost_job(host, lambda: _look(host, order))
    if isinstance(look, Outcome):
        return look
    if look.job is not None:
        return (yield from _await(host, order, look.job))
    free = yield from freed(order, look, lambda: _look(host, order))
    if isinstance(free, Outcome) or not _services(free).get("unfinished"):
        return free
    return (yield from _bring_back(host, order, _services(free)["unfinished"]))


def _bring_back(host: Host, order: RestartOrder, runs: Sequence[str]) -> Generator[Instruction, Any, Look | Outcome]:
    """What ran before runs whose controller died while the host restarted; then the host is read anew."""
    steps: list[StepResult] = []
    for run in runs:
        result = yield Run(_resume(host, order, ("publishing", "finishing"), of=run))
        if result.failed:
            return failed(result)
        steps += result.steps
    look = yield from _look(host, order)
    return replace(look, result=replace(look.result, steps=(*steps, *look.result.steps)))


def _look(host: Host, order: RestartOrder) -> Generator[Instruction, Any, Look]:
    script = render_script("restart", ("starting", "publishing"), _context(host, order, planning=True))
    return Look((), (yield Run(script, what_if=True)))


def _told(look: Look) -> Outcome:
    if look.result.failed:
        return failed(look.result)
    return look.outcome(_services(look))


def _services(look: Look) -> dict[str, Any]:
    return next(iter(look.data("Get-IisService")), {})


def _changed(planned: tuple[Change, ...], *parts: Any) -> Outcome:
    told = [warning for steps in parts for warning in warnings(steps)]
    return Outcome("changed", changes=planned, warnings=tuple(dict.fromkeys(told)))


def _await(host: Host, order: RestartOrder, job: Mapping[str, Any]) -> Generator[Instruction, Any, Outcome]:
    """A restart that somebody else has begun does for both; any other job is left alone."""
    if order.reboot or job["task"] != order.run.why:
        return busy(job)
    result = yield from attach(host, job, minutes=order.minutes)
    told = failed(result) if result.failed else _changed(changes(result.steps), result.steps)
    return replace(told, warnings=(_AWAITED.format(**job), *told.warnings))


# The host itself


def _reboot(host: Host, order: RestartOrder, look: Look) -> Generator[Instruction, Any, Outcome]:
    before = yield Run(render_script("restart", ("updating",), _context(host, order)))
    if before.failed:
        return failed(before)
    try:
        failure: StepFailure | None = yield from reboot(host, order.run)
    except Interrupted:  # it was not ordered yet: from then on a reboot is followed to its end
        return (yield from _give_up(host, order, Outcome("interrupted")))
    except (ConnectionFailed, OutcomeUnknown) as error:  # it answers again, or has refused the login
        if may_answer(error):
            yield Reconnect()
            yield from _give_up(host, order, Outcome("unknown"))
        raise
    if failure:
        return (yield from _give_up(host, order, Outcome("failed", failure=failure, step="Restart-Host")))
    after = yield from _insist(Run(_resume(host, order, _ACTING)))
    if after.failed:
        return replace(failed(after), reverted=False)
    return _changed(look.changes, before.steps, after.steps)


def _insist(run: Run) -> Generator[Instruction, Any, ScriptResult]:
    """The first Ctrl-C does not leave a host half way; it is told once."""
    try:
        return (yield run)  # type: ignore[no-any-return]
    except Interrupted:
        return (yield run)  # type: ignore[no-any-return]


def _give_up(host: Host, order: RestartOrder, told: Outcome) -> Generator[Instruction, Any, Outcome]:
    """The host has not restarted: if it answers at all, it gets its lock and its rotation back."""
    with suppress(IisfleetError):
        result = yield from _insist(Run(_resume(host, order, ("publishing", "finishing"))))
        told = replace(told, reverted=not result.failed, warnings=warnings(result.steps))
    return told


def _resume(host: Host, order: RestartOrder, phases: tuple[str, ...], *, of: str | None = None) -> Script:
    """``of``: the run that noted what ran, if it is another one."""
    return render_script("resume", phases, _context(host, order) | {"run": of or order.run.id})


def _context(host: Host, order: RestartOrder, *, planning: bool = False) -> dict[str, Any]:
    return {
        "run": order.run.id,
        "lock": None if planning else lock_parameters(order.run),
        "drain": host.drain,
        "reboot": order.reboot,
        "timeout": order.timeout,
    }
