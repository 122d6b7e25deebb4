"""``plan`` and ``deploy``: follow one deploy from here."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from iisfleet.flows.draining import back
from iisfleet.flows.guarding import guard_steps
from iisfleet.flows.key_loss import key_losses, refuse, said
from iisfleet.flows.look import Job, Look, look_at, plan_script, refusal
from iisfleet.flows.outcomes import warnings
from iisfleet.flows.ownership import adopted_contents, foreign_notes, refuse_foreign, refuse_others
from iisfleet.flows.publishing import going_live, publish, served_releases, updating
from iisfleet.flows.recovering import look_freed
from iisfleet.flows.shipping import content_of, pack, ship
from iisfleet.inventory import Host
from iisfleet.rendering import Script
from iisfleet.rendering.deployment import DeployOptions, deploy_context
from iisfleet.rendering.release import Release, RunInfo
from iisfleet.rollout.instructions import Flow, Outcome


def plan(host: Host, job: Job) -> Flow:
    """What a deploy would change; changes nothing and needs no lock."""
    look = yield from look_at(host, job)
    refused = refuse_others(job, look) or refusal(host, job, look)
    if refused:
        return refused
    parcels = yield from pack(job, look)
    if isinstance(parcels, Outcome):
        return parcels
    return Outcome(
        "changed" if look.changes else "ok",
        changes=look.changes,
        warnings=(*map(said, losses_of(host, job, look)), *warnings(look.result.steps), *_notes(host, look)),
        data={
            "content": content_of(parcels, () if job.clean else adopted_contents(look)),
            "lock": look.lock,
            "unfinished": look.unfinished,
        },
    )


def deploy(host: Host, job: Job) -> Flow:
    """A release of every site of the host, verified; or the release before it, put back by the host itself."""
    look = yield from look_freed(job, lambda: look_at(host, job))
    if isinstance(look, Outcome):
        return look
    refused = refuse_foreign(host, look) or refuse_others(job, look) or refusal(host, job, look)
    if refused:
        return refused
    if not look.changes:
        ended = Outcome("ok", warnings=warnings(look.result.steps), data=served_releases(look.releases))
        return (yield from back(host, job.run, ended)) if host.name in job.drained else ended
    losses = losses_of(host, job, look)
    if losses and not job.accept_key_loss:
        return Outcome("failed", failure=refuse(losses), step="Get-KeyFact")
    parcels = yield from pack(job, look)
    if isinstance(parcels, Outcome):
        return parcels
    shipped = yield from ship(host, job, look, parcels)
    if isinstance(shipped, Outcome):
        return shipped
    ended = yield from publish(host, job, shipped, look)
    data = {**ended.data, **_served_before(look)} if ended.status == "changed" else ended.data
    return replace(ended, warnings=(*map(said, losses), *ended.warnings), data=data)


def _served_before(look: Look) -> dict[str, Any]:
    """The data of an outcome: ``before``, by target name the id of what was served when the run looked."""
    return {"before": {name: served["release"] for name, served in look.served.items()}}


def _notes(host: Host, look: Look) -> Iterator[str]:
    yield from foreign_notes(host, look)
    names = ", ".join(release.target.name for release in look.releases if not release.id)
    if names:
        yield f"only settings were compared, for want of a package: {names}"


def losses_of(host: Host, job: Job, look: Look) -> tuple[str, ...]:
    """The data-protection keys that a deploy would make unreadable."""
    facts = next(iter(look.data("Get-KeyFact")), None)
    staying = {o.target.name for o in look.releases if not o.id or look.serves(o)}
    return key_losses(host, facts, job.packages, job.hosts, staying) if facts else ()


def scripts_of_deploy(host: Host, run: RunInfo, releases: Sequence[Release]) -> list[Script]:
    """The scripts of a deploy, in order: the plan, what prepares the releases, what makes them live."""
    guard = guard_steps(run, host, releases, installed=False)
    how = DeployOptions(restarting={site.name for site in host.sites}, guard=guard)
    context = deploy_context(host, releases, run, how)
    return [plan_script(host, run, releases), updating(context), going_live(context)]
