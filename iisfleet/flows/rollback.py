"""Back to a release that a host has kept."""

from collections.abc import Sequence

from iisfleet.flows.look import Look
from iisfleet.flows.outcomes import failed, locked
from iisfleet.flows.publishing import publish
from iisfleet.flows.shipping import Shipped
from iisfleet.inventory import Host, Target
from iisfleet.rendering import render_script
from iisfleet.rendering.deployment import Release, RunInfo
from iisfleet.results import StepFailure
from iisfleet.rollout.instructions import Flow, Outcome, Run


def rollback(host: Host, run: RunInfo, last: int = 200) -> Flow:
    """Back to the release that each target served before, if the host has kept it."""
    history_of = yield Run(render_script("history", ["starting"], {"targets": host.targets, "last": last}))
    if history_of.failed:
        return failed(history_of)
    look = Look((), history_of)
    if look.lock["lock"]:
        return locked(look.lock["lock"])
    releases = tuple(_previous(target, look) for target in host.targets)
    missing = [target.name for target, release in zip(host.targets, releases, strict=True) if release is None]
    if missing:
        return Outcome("failed", failure=nothing_before(missing[0]))
    kept = tuple(release for release in releases if release is not None)
    return (yield from publish(host, run, Shipped(kept), (), event="rolled-back"))


def _previous(target: Target, look: Look) -> Release | None:
    """The kept release that was live before the current one, by the order of the journal."""
    served = look.served[target.name]
    kept = {one["id"]: one["manifest"] for one in served["releases"] or []}
    entries = [entry for data in look.data("Get-Journal") for entry in data.get("entries") or []]
    live = [e["release"] for e in entries if e["target"] == target.name and e["event"] in ("deployed", "rolled-back")]
    before = _before(live, served["release"])
    return Release(target, before, kept[before]) if before and before in kept else None


def _before(live: Sequence[str], current: str | None) -> str | None:
    """What was live before ``current`` became so: rollbacks go back step by step, not to and fro."""
    stack: list[str] = []
    for release in live:
        if release in stack:
            del stack[stack.index(release) + 1 :]
        else:
            stack.append(release)
    if current not in stack or stack.index(current) == 0:
        return None
    return stack[stack.index(current) - 1]


def nothing_before(target: str) -> StepFailure:
    return StepFailure(
        f"{target} has no earlier release to go back to.",
        expected="a kept release that was deployed before the current one",
        found="none",
        remedy="invoke history shows what was deployed; deploy the package that you want instead.",
        kind="rollback",
    )
