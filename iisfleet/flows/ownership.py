"""Whose sites are: one that iisfleet has not made is touched only after it was adopted."""

from collections.abc import Iterator

from iisfleet.flows.look import Look
from iisfleet.inventory import Host
from iisfleet.results import StepFailure
from iisfleet.rollout.instructions import Outcome

# How the ids of releases begin that Add-AdoptedRelease has made.
_ADOPTED = "adopted-"


def refuse_foreign(host: Host, look: Look) -> Outcome | None:
    """The outcome of a host that has a declared site which somebody else has made; None if it has none."""
    found = _foreign(host, look)
    if not found:
        return None
    failure = StepFailure(
        f"Not made by iisfleet: {', '.join(found)}.",
        expected="sites that iisfleet has deployed or adopted, by the host's journal",
        found="; ".join(f"{site} serves {folder}" for site, folder in found.items()),
        remedy=f"With the same --env, invoke adopt --plan --limit {host.name} shows what adopting them would mean;"
        " without --plan it keeps what they serve as a release.",
        kind="foreign",
    )
    return Outcome("failed", failure=failure, step="Get-SiteRelease")


def foreign_notes(host: Host, look: Look) -> Iterator[str]:
    """What a plan says of such sites."""
    for site in _foreign(host, look):
        yield f"site {site} was not made by iisfleet: it is touched only after invoke adopt"


def adopted_contents(look: Look) -> frozenset[str]:
    """The targets whose next publish in place removes nothing: nobody knows who has put there what was adopted."""
    releases = ((name, served["release"] or "") for name, served in look.served.items())
    in_place = {release.target.name for release in look.releases if release.target.content}
    return frozenset(name for name, id_ in releases if name in in_place and id_.startswith(_ADOPTED))


def _foreign(host: Host, look: Look) -> dict[str, str]:
    """By site: the folder that it serves."""
    told = [(target.site, look.served.get(target.name, {})) for target in host.targets]
    return {site: data["physicalPath"] for site, data in told if data.get("exists") and not data.get("owned", True)}
