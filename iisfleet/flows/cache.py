"""``clear-cache`` and ``schedule-cache-clear``: the package caches of accounts, now or by the host itself."""

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from iisfleet.errors import ConnectionFailed, OutcomeUnknown, UsageError
from iisfleet.flows.asking import ask_plan
from iisfleet.flows.look import Look, no_one_is_dead
from iisfleet.flows.outcomes import broken, changes, failed, warnings
from iisfleet.flows.turn import look_in_turn
from iisfleet.inventory import Caches, Host
from iisfleet.inventory.caches import Day, Method
from iisfleet.inventory.parts import TIME_OF_DAY
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.deployment import lock_parameters
from iisfleet.rendering.release import RunInfo
from iisfleet.results import Change
from iisfleet.rollout.instructions import Flow, Instruction, Outcome, Run

RECORD = r"C:\ProgramData\iisfleet\tasks\clear-cache"
METHODS: tuple[str, ...] = get_args(Method)
DAYS: tuple[str, ...] = get_args(Day)
_EVERY_DAY = ("daily",)


@dataclass(frozen=True)
class ClearOrder:
    """Whose caches, and how; what is empty is taken from the host's ``caches``.

    ``accounts``: names, or ``all``; with them only these accounts, without the inventory's paths. Raises UsageError for
    a method that there is not.
    """

    run: RunInfo
    accounts: tuple[str, ...] = ()
    method: str = ""
    plan: bool = False

    def __post_init__(self) -> None:
        if self.method and self.method not in METHODS:
            raise UsageError(f"no method is called {self.method}", hint=f"one of {', '.join(METHODS)}")


@dataclass(frozen=True)
class ScheduleOrder:
    """When hosts clear caches by themselves; what is empty is taken from the host's ``caches``.

    ``at``: HH:MM in the host's time; ``days``: English names, or ``daily``. Raises UsageError for a time or a day that
    there is not.
    """

    run: RunInfo
    at: str | None = None
    days: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    remove: bool = False
    plan: bool = False
    is_dead: Callable[[Mapping[str, Any]], bool] = no_one_is_dead

    def __post_init__(self) -> None:
        if self.at and not re.fullmatch(TIME_OF_DAY, self.at):
            raise UsageError(f"{self.at} is no time of day", hint="two digits each, such as --at 03:00")
        unknown = [day for day in self.days if day.lower() not in (*DAYS, *_EVERY_DAY)]
        if unknown:
            raise UsageError(f"no day is called {unknown[0]}", hint=f"{', '.join(DAYS)}; or daily")


def clear_cache(host: Host, order: ClearOrder) -> Flow:
    """Clears the caches; one that is in use stays whole, with a warning. Nobody is locked out meanwhile.

    A connection that breaks ends the clearing: what it was deleting has another name by then, no build sees half a
    cache, and the next clearing finishes it.
    """
    try:
        result = yield Run(_clearing(host, order.accounts, order.method), what_if=order.plan)
    except OutcomeUnknown as error:
        lost = replace(broken(error), remedy="Run the same command again: it finishes what was begun.")
        return Outcome("unknown", failure=lost)
    if result.failed:
        return failed(result)
    told = changes(result.steps)
    data = next(iter(Look((), result).data("Clear-PackageCache")), {})
    return Outcome("changed" if told else "ok", changes=told, warnings=warnings(result.steps), data=data)


def schedule_cache_clear(host: Host, order: ScheduleOrder) -> Flow:
    """Gives the host its task, or takes it away; nothing if it is so already."""
    look = yield from look_in_turn(host, order, lambda: _look(host, order))
    if isinstance(look, Outcome):
        return look
    if look.changes and not order.plan:
        return (yield from _act(host, order, look.changes))
    return look.outcome()


def scheduled_script(host: Host, order: ScheduleOrder) -> Script:
    """What the host's task runs; the same for the same settings, so that a second schedule changes nothing."""
    return _clearing(host, order.accounts, "", record=RECORD)


def _look(host: Host, order: ScheduleOrder) -> Generator[Instruction, Any, Look]:
    script = render_script("cache-schedule", ("starting", "publishing"), _context(host, order, planning=True))
    return Look((), (yield Run(script, what_if=True)))


def _act(host: Host, order: ScheduleOrder, planned: Sequence[Change]) -> Generator[Instruction, Any, Outcome]:
    script = render_script("cache-schedule", ("publishing", "finishing"), _context(host, order))
    content = None if order.remove else scheduled_script(host, order).text.encode()
    try:
        result = yield Run(script, content=content)
    except (ConnectionFailed, OutcomeUnknown) as error:
        return (yield from ask_plan(host, order.run, planned, error, lambda: _look(host, order)))
    if result.failed:
        return failed(result)
    data = next(iter(Look((), result).data("Get-CacheSchedule")), {})
    return Outcome("changed", changes=tuple(planned), warnings=warnings(result.steps), data=data)


def _context(host: Host, order: ScheduleOrder, *, planning: bool = False) -> dict[str, Any]:
    return {
        "run": order.run.id,
        "lock": None if planning else lock_parameters(order.run),
        "schedule": {"Remove": True} if order.remove else _schedule(host, order),
    }


def _schedule(host: Host, order: ScheduleOrder) -> dict[str, Any]:
    caches = host.caches or Caches()
    days = [day.lower() for day in order.days] or caches.days
    return {
        "At": order.at or caches.at,
        "Days": [] if "daily" in days else days,
        "Sha256": scheduled_script(host, order).sha256,
    }


def _clearing(host: Host, accounts: tuple[str, ...], method: str, *, record: str | None = None) -> Script:
    caches = host.caches or Caches()
    context = {
        "accounts": ["*" if name == "all" else name for name in accounts] or caches.accounts,
        "method": method or caches.method,
        "paths": () if accounts else caches.paths,
    }
    return render_script("cache", ("publishing",), context, record=record, recurring=record is not None)
