"""``status`` and ``history``: what a host serves and what became of its runs."""

from iisfleet.flows.look import Look
from iisfleet.flows.outcomes import failed, warnings
from iisfleet.inventory import Host
from iisfleet.rendering import render_script
from iisfleet.rollout.instructions import Flow, Outcome, Run


def status(host: Host) -> Flow:
    """What the host serves, and who holds it."""
    result = yield Run(render_script("status", ["starting"], {"targets": host.targets, "sites": host.sites}))
    if result.failed:
        return failed(result)
    look = Look((), result)
    held = {"lock": look.lock, "unfinished": look.unfinished}
    iis = next(iter(look.data("Get-IisStatus")), {})
    return Outcome("ok", data={**held, "targets": list(look.served.values()), **iis}, warnings=warnings(result.steps))


def history(_host: Host, last: int) -> Flow:
    """The host's journal."""
    result = yield Run(render_script("history", ["starting"], {"targets": (), "last": last}))
    if result.failed:
        return failed(result)
    return Outcome("ok", data={"entries": Look((), result).journal}, warnings=warnings(result.steps))
