"""Reads a host before anything is done to it: one script, the whole deploy with ``-WhatIf``."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from iisfleet.flows.outcomes import failed
from iisfleet.inventory import Host
from iisfleet.package import Package
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.deployment import Release, RunInfo, deploy_context
from iisfleet.results import Change, StepFailure, StepResult
from iisfleet.rollout.instructions import Instruction, Outcome, Run
from iisfleet.rollout.readiness import check_readiness, check_space

PLANNED = ("starting", "updating", "publishing", "finishing")


@dataclass(frozen=True)
class Job:
    """What a task is to do on every host: the packages by target name, the run, and who can tell a run dead."""

    run: RunInfo
    packages: Mapping[str, Package]
    is_dead: Callable[[Mapping[str, Any]], bool] = lambda _lock: False


@dataclass(frozen=True)
class Look:
    """What the script of a plan told: facts, lock, what each target serves, and every change."""

    releases: tuple[Release, ...]
    result: ScriptResult

    def data(self, step: str) -> list[dict[str, Any]]:
        """The data of every call of a step, in order."""
        return [result.data for result in self.result.steps if result.step == step and result.status != "failed"]

    @property
    def lock(self) -> dict[str, Any]:
        return next(iter(self.data("Get-HostLock")), {"lock": None, "unfinished": None})

    @property
    def served(self) -> dict[str, dict[str, Any]]:
        """By target: release, manifest, releases, incoming."""
        return {data["target"]: data for data in self.data("Get-SiteRelease")}

    @property
    def changes(self) -> tuple[Change, ...]:
        return changes_of(self.result.steps)


def changes_of(steps: Sequence[StepResult]) -> tuple[Change, ...]:
    """All changes of some steps, in order."""
    return tuple(change for step in steps for change in step.changes)


def look_at(host: Host, job: Job) -> Generator[Instruction, Any, Look]:
    releases = tuple(Release.of(target, job.packages[target.name]) for target in host.targets)
    look = Look(releases, (yield _planning(host, job.run, releases)))
    named = tuple(_named_by_host(release, look) for release in releases)
    if named == releases:
        return look
    return Look(named, (yield _planning(host, job.run, named)))


def plan_script(host: Host, run: RunInfo, releases: Sequence[Release]) -> Script:
    """The one script of a plan: every phase but ``verifying``, to be run with ``-WhatIf``."""
    return render_script("deploy", PLANNED, deploy_context(host, releases, run, planning=True))


def _planning(host: Host, run: RunInfo, releases: Sequence[Release]) -> Run:
    return Run(plan_script(host, run, releases), what_if=True, secrets=host.secrets)


def _named_by_host(release: Release, look: Look) -> Release:
    """The release under the name of the folder that the host serves it from, or under one that is still free.

    A folder is never written again once it is live. So content that was tampered with on the host is replaced by a
    folder with another name, and that name counts from then on.
    """
    served = look.served.get(release.target.name)
    if served is None or served["release"] is None:
        return release
    if served["manifest"] == release.manifest:
        return replace(release, id=served["release"])
    spoilt = served["release"]
    return replace(release, id=_next_name(release.id, spoilt)) if spoilt.startswith(release.id) else release


def _next_name(name: str, taken: str) -> str:
    number = taken.removeprefix(name).lstrip(".")
    return f"{name}.{int(number or 1) + 1}"


def refusal(host: Host, job: Job, look: Look) -> Outcome | None:
    facts = next(iter(look.data("Get-HostFact")), None)
    reasons = _reasons(host, job, facts) if facts else []
    if reasons:
        return Outcome("failed", failure=reasons[0], step="Get-HostFact", warnings=tuple(r.message for r in reasons[1:]))
    return failed(look.result) if look.result.failed else None


def _reasons(host: Host, job: Job, facts: Mapping[str, Any]) -> list[StepFailure]:
    found: list[StepFailure] = []
    sites = {site.name: site for site in host.sites}
    for target in host.targets:
        package = job.packages[target.name]
        found += check_readiness(facts, sites[target.site], package)
        found += check_space(facts, target.folder[0].upper(), package.manifest.size)
    return list(dict.fromkeys(found))
