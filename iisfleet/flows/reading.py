"""``status`` and ``history``: what a host serves and what became of its runs."""

from iisfleet.flows.look import Look
from iisfleet.flows.outcomes import failed, warnings
from iisfleet.inventory import Host
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import render_script
from iisfleet.rollout.instructions import Flow, Outcome, Run

# They come last: what is served is worth telling without them.
_BESIDE = {"Get-HostJob": "the jobs of the host", "Get-CacheSchedule": "the schedule of cache clearing"}


def status(host: Host) -> Flow:
    """What the host serves, and who holds it."""
    result = yield Run(render_script("status", ["starting"], {"targets": host.targets, "sites": host.sites}))
    if result.failed and result.failed.step not in _BESIDE:
        return failed(result)
    look = Look((), result)
    held = {"lock": look.lock, "unfinished": look.unfinished, "job": look.job}
    iis = next(iter(look.data("Get-IisStatus")), {})
    schedule = next(iter(look.data("Get-CacheSchedule")), {"schedule": None})
    data = {**held, "targets": list(look.served.values()), **iis, "cacheSchedule": schedule["schedule"]}
    return Outcome("ok", data=data, warnings=(*warnings(result.steps), *_not_told(result)))


def _not_told(result: ScriptResult) -> tuple[str, ...]:
    step = result.failed
    return (f"{_BESIDE[step.step]} cannot be read: {step.error.message}",) if step and step.error else ()


def history(_host: Host, last: int) -> Flow:
    """The host's journal."""
    result = yield Run(render_script("history", ["starting"], {"targets": (), "last": last}))
    if result.failed:
        return failed(result)
    return Outcome("ok", data={"entries": Look((), result).journal}, warnings=warnings(result.steps))
