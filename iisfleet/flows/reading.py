"""``status`` and ``history``: what a host serves and what became of its runs."""

from iisfleet.flows.look import Look
from iisfleet.flows.outcomes import failed, warnings
from iisfleet.inventory import Host
from iisfleet.rendering import render_script
from iisfleet.rollout.instructions import Flow, Outcome, Run


def status(host: Host) -> Flow:
    """What the host serves, and who holds it."""
    result = yield Run(render_script("status", ["starting"], {"targets": host.targets, "sites": host.sites}))
    look = Look((), result)
    if result.failed:
        return failed(result)
    iis = next(iter(look.data("Get-IisStatus")), {})
    return Outcome("ok", data={**look.lock, "targets": list(look.served.values()), **iis}, warnings=warnings(result))


def history(host: Host, last: int) -> Flow:
    """The host's journal."""
    result = yield Run(render_script("history", ["starting"], {"targets": (), "last": last}))
    if result.failed:
        return failed(result)
    journal = next(iter(Look((), result).data("Get-Journal")), {})
    return Outcome("ok", data={"entries": journal.get("entries") or []}, warnings=warnings(result))
