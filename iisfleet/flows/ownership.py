"""Whose sites are: one that iisfleet has not made is touched only after it was adopted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PureWindowsPath

from iisfleet.flows.look import Job, Look
from iisfleet.inventory import Host, Target
from iisfleet.package import Package
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


def refuse_others(job: Job, look: Look) -> Outcome | None:
    """The outcome of a host where a package has files in a folder that IIS serves as something else; or None.

    The host refuses it, too (Assert-OwnContent), but only when it has the release: too late for a plan.
    """
    for release in look.releases:
        target, package = release.target, job.packages.get(release.target.name)
        for other in look.served.get(target.name, {}).get("others") or ():
            files = [path for path in _published(target, package) if _is_below(path, [other["path"]])]
            if files:
                return Outcome("failed", failure=_of_others(target, other, files), step="Get-SiteRelease")
    return None


def _published(target: Target, package: Package | None) -> list[str]:
    return [entry.path for entry in package.manifest if not _is_below(entry.path, target.preserve)] if package else []


def _of_others(target: Target, other: Mapping[str, str], files: Sequence[str]) -> StepFailure:
    path, name = other["path"], other["name"]
    folder = PureWindowsPath(target.content or "", path)
    return StepFailure(
        f"The package of {target.name} has files in {folder}, which IIS serves as {name}.",
        expected=f"a package without files below {path}",
        found=f"{len(files)}: {', '.join(files[:3])}",
        remedy=f"Take that folder out of the package, or {name} out of IIS. To leave the folder as it is on the host, "
        f"declare that application in the inventory, or name {path} in preserve:.",
        kind="content",
    )


def _is_below(path: str, folders: Iterable[str]) -> bool:
    inside = f"{path}/".casefold()
    return any(inside.startswith(f"{PureWindowsPath(one).as_posix()}/".casefold()) for one in folders)


def adopted_contents(look: Look) -> frozenset[str]:
    """The targets whose next publish in place removes nothing: nobody knows who has put there what was adopted."""
    releases = ((name, served["release"] or "") for name, served in look.served.items())
    in_place = {release.target.name for release in look.releases if release.target.content}
    return frozenset(name for name, id_ in releases if name in in_place and id_.startswith(_ADOPTED))


def _foreign(host: Host, look: Look) -> dict[str, str]:
    """By site: the folder that it serves."""
    told = [(target.site, look.served.get(target.name, {})) for target in host.targets]
    return {site: data["physicalPath"] for site, data in told if data.get("exists") and not data.get("owned", True)}
