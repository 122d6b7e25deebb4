"""``status`` and ``history``: what a host serves and what became of its runs."""

from collections.abc import Iterator
from dataclasses import replace

from iisfleet.flows.guarding import guard_script
from iisfleet.flows.look import Look
from iisfleet.flows.outcomes import failed, warnings
from iisfleet.inventory import Host
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import render_script
from iisfleet.rollout.instructions import Flow, Outcome, Run

_LAST = "Get-CacheSchedule"
_OF_IIS = ("Get-SiteRelease", "Get-IisStatus")
_NO_IIS = "IIS is not installed: invoke setup"


def status(host: Host) -> Flow:
    """What the host serves, and who holds it."""
    result, notes = (yield _status(host)), tuple[str, ...]()
    if result.failed and result.failed.step in _OF_IIS:
        beside = yield _status(host, without_iis=True)
        if any(not facts["iis"]["installed"] for facts in Look((), beside).data("Get-HostFact")):
            result, notes = beside, (_NO_IIS,)
    look = Look((), result)
    held = {"lock": look.lock, "unfinished": look.unfinished, "guards": look.guards, "job": look.job}
    if result.failed and result.failed.step != _LAST:
        told = failed(result)
        return replace(told, data=held, warnings=(*told.warnings, *_at_work(look)))
    iis = next(iter(look.data("Get-IisStatus")), {})
    schedule = next(iter(look.data(_LAST)), {"schedule": None})
    data = {**held, "targets": list(look.served.values()), **iis, "cacheSchedule": schedule["schedule"]}
    return Outcome("ok", data=data, warnings=(*notes, *warnings(result.steps), *_not_told(result)))


def _status(host: Host, *, without_iis: bool = False) -> Run:
    """With -WhatIf, as a plan: it changes nothing, and a step that fails for want of IIS is no news on the way."""
    context = {"targets": host.targets, "sites": host.sites, "without_iis": without_iis, "guard": guard_script().sha256}
    return Run(render_script("status", ["starting"], context), what_if=True)


def _at_work(look: Look) -> Iterator[str]:
    """What is at work on the host may be why it cannot say what it serves."""
    if look.job:
        yield "the job {task} of run {run} ({who}) is {state}".format(**look.job)


def _not_told(result: ScriptResult) -> tuple[str, ...]:
    """The schedule comes last: what is served is worth telling without it."""
    error = result.failed.error if result.failed else None
    return (f"the schedule of cache clearing cannot be read: {error.message}",) if error else ()


def history(_host: Host, last: int) -> Flow:
    """The host's journal."""
    result = yield Run(render_script("history", ["starting"], {"targets": (), "last": last}))
    if result.failed:
        return failed(result)
    return Outcome("ok", data={"entries": Look((), result).journal}, warnings=warnings(result.steps))
