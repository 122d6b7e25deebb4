"""``inventory.import``: what an inventory would say of the sites of a host."""

from collections.abc import Sequence

from iisfleet.flows.look import Look
from iisfleet.flows.outcomes import failed, warnings
from iisfleet.inventory import Host
from iisfleet.rendering import Script, render_script
from iisfleet.rollout.instructions import Flow, Outcome, Run


def read_sites(_host: Host, wanted: Sequence[str]) -> Flow:
    """The sites that are named, or all, with the pools that they use; nothing on the host changes."""
    result = yield Run(script_of_import(wanted))
    if result.failed:
        return failed(result)
    facts = Look((), result).data("Get-SiteDeclaration")[0]
    return Outcome("ok", data=facts, warnings=warnings(result.steps))


def script_of_import(wanted: Sequence[str]) -> Script:
    """What reads the sites."""
    return render_script("import", ["starting"], {"wanted": list(wanted)})
