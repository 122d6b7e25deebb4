"""Puts back what a deploy has changed on a host, because the same deploy has failed on others."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from iisfleet.events import HostFinished
from iisfleet.flows.look import Job
from iisfleet.flows.rollback import RollbackOrder, rollback
from iisfleet.inventory import Host, Target
from iisfleet.rollout.instructions import Flow, Outcome

_NOTHING = "no other release was served before this run"
_NEW = "{0}: was not put back, since nothing was served there before this run"
_SETTINGS = "{0}: its settings were not put back: only they have changed in this run, the release is the same"


def undo(host: Host, job: Job, deployed: HostFinished) -> Flow:
    """Back to what the deploy saw the host serve when it looked; ``deployed``: how that ended.

    Skipped if the host has no release to go back to: nothing was served before, or only settings have changed. Where
    that is so of some of its contents, warnings name them.
    """
    now: Mapping[str, str] = deployed.data.get("releases") or {}
    before: Mapping[str, str | None] = deployed.data.get("before") or {}
    releases = {name: release for name, release in before.items() if release and release != now.get(name)}
    if not releases:
        return Outcome("skipped", why=_NOTHING)
    # A run of its own: the host knows the deploy as one that has ended well, and would not revert for it any more.
    run = replace(job.run, id=f"{job.run.id}-2")
    ended = yield from rollback(host, RollbackOrder(run, is_dead=job.is_dead, releases=releases))
    failure = ended.failure
    if failure and failure.kind == "rollback":
        return Outcome("skipped", why=f"{failure.message} Kept are: {failure.found}")
    return replace(ended, warnings=(*ended.warnings, *_staying(host, releases, deployed)))


def _staying(host: Host, back: Mapping[str, str], deployed: HostFinished) -> Iterator[str]:
    """Of each content that has changed and does not go back with the others: why."""
    pools = {target.pool.name for target in host.targets if target.name in back}
    before = deployed.data.get("before") or {}
    for target in host.targets:
        tops = _settings(target, pools)
        if target.name not in back and any(_is_in(change.path, tops) for change in deployed.changes):
            yield (_SETTINGS if before.get(target.name) else _NEW).format(target.name)


def _settings(target: Target, shared: Collection[str]) -> tuple[str, ...]:
    """Where changes of a content's settings are; a pool that it shares with others goes back with them."""
    site = f"site/{target.site}"
    place = site if target.application == "/" else f"{site}/application{target.application}"
    return (place,) if target.pool.name in shared else (place, f"pool/{target.pool.name}")


def _is_in(path: str, tops: Sequence[str]) -> bool:
    """Whether something changed there; what a site's applications have of their own is not the site's."""
    below = (path.removeprefix(f"{top}/") for top in tops if path == top or path.startswith(f"{top}/"))
    return any(not rest.startswith("application/") for rest in below)
