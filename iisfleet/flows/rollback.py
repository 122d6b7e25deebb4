"""Back to a release that a host has kept."""

from collections.abc import Generator, Iterable
from typing import Any

from iisfleet.flows.look import Job, Look
from iisfleet.flows.outcomes import failed
from iisfleet.flows.publishing import republish
from iisfleet.flows.recovering import look_freed
from iisfleet.inventory import Host, Target
from iisfleet.rendering import render_script
from iisfleet.rendering.deployment import Release
from iisfleet.results import StepFailure
from iisfleet.rollout.instructions import Flow, Instruction, Outcome, Run

_ENTRIES = 200


def rollback(host: Host, job: Job) -> Flow:
    """Back to the release that each target served before, if the host has kept it."""
    look = yield from look_freed(job, lambda: _look_back(host))
    if isinstance(look, Outcome):
        return look
    if look.result.failed:
        return failed(look.result)
    releases = {target.name: _previous(target, look) for target in host.targets}
    kept = [release for release in releases.values() if release]
    if len(kept) < len(releases):
        return Outcome("failed", failure=_nothing_before(next(name for name, found in releases.items() if not found)))
    return (yield from republish(host, job.run, kept))


def _look_back(host: Host) -> Generator[Instruction, Any, Look]:
    script = render_script("history", ["starting"], {"targets": host.targets, "last": _ENTRIES})
    return Look((), (yield Run(script)))


def _previous(target: Target, look: Look) -> Release | None:
    """The kept release that was live before the current one, by the order of the journal."""
    served = look.served[target.name]
    kept = {one["id"]: one["manifest"] for one in served["releases"] or []}
    events = [(entry["event"], entry["release"]) for entry in look.journal if entry["target"] == target.name]
    before = release_before(served["release"], events)
    return Release(target, before, kept[before]) if before is not None and before in kept else None


def release_before(current: str | None, events: Iterable[tuple[str, str]]) -> str | None:
    """What was live before ``current`` became so; ``events`` of the journal (event, release), oldest first.

    A rollback goes back in this history and does not become a part of it: two of them go two steps back, not to and
    fro. None if there is nothing before, or ``current`` is not known.
    """
    live: list[str] = []
    for event, release in events:
        if event == "deployed" and live[-1:] != [release]:
            live.append(release)
        elif event == "rolled-back" and release in live:
            del live[_last(live, release) + 1 :]
    if current not in live or _last(live, current) == 0:
        return None
    return live[_last(live, current) - 1]


def _last(releases: list[str], wanted: str) -> int:
    return len(releases) - 1 - releases[::-1].index(wanted)


def _nothing_before(target: str) -> StepFailure:
    return StepFailure(
        f"{target} has no earlier release to go back to.",
        expected="a kept release that was deployed before the current one",
        found="none",
        remedy="invoke history shows what was deployed; deploy the package that you want instead.",
        kind="rollback",
    )
