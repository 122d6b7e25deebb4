"""Puts back what a deploy has changed on a host, because the same deploy has failed on others."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from iisfleet.flows.look import Job
from iisfleet.flows.rollback import RollbackOrder, rollback
from iisfleet.inventory import Host
from iisfleet.rollout.instructions import Flow, Outcome

_NOTHING = "no other release was served before this run"


def undo(host: Host, job: Job, data: Mapping[str, Any]) -> Flow:
    """Back to what the deploy saw the host serve when it looked; ``data`` is that of its outcome.

    Skipped if the host has no release to go back to: nothing was served before, or only settings have changed.
    """
    now: Mapping[str, str] = data.get("releases") or {}
    before: Mapping[str, str | None] = data.get("before") or {}
    releases = {name: release for name, release in before.items() if release and release != now.get(name)}
    if not releases:
        return Outcome("skipped", why=_NOTHING)
    # A run of its own: the host knows the deploy as one that has ended well, and would not revert for it any more.
    run = replace(job.run, id=f"{job.run.id}-2")
    ended = yield from rollback(host, RollbackOrder(run, is_dead=job.is_dead, releases=releases))
    failure = ended.failure
    if failure and failure.kind == "rollback":
        return Outcome("skipped", why=f"{failure.message} Kept are: {failure.found}")
    return ended
