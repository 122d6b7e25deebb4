"""Reads a host before anything is done to it: one script, the whole deploy with ``-WhatIf``."""

from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PureWindowsPath
from typing import Any, Protocol

from iisfleet.flows.guarding import guard_question
from iisfleet.flows.outcomes import changes, failed, warnings
from iisfleet.flows.readiness import check_readiness, check_space
from iisfleet.inventory import Host, Target
from iisfleet.package import Package
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.deployment import DeployOptions, deploy_context
from iisfleet.rendering.release import Release, RunInfo
from iisfleet.results import Change, StepFailure
from iisfleet.rollout.instructions import Instruction, Outcome, Run

PLANNED = ("starting", "updating", "publishing", "finishing")


class Order(Protocol):
    """What every task that changes hosts is told: its run, and who can tell another run dead by its lock."""

    @property
    def run(self) -> RunInfo:
        """Who does what, from where."""

    @property
    def is_dead(self) -> Callable[[Mapping[str, Any]], bool]:
        """Whether the run that a lock names has ended."""


def no_one_is_dead(_lock: Mapping[str, Any]) -> bool:
    """For who knows nothing of other runs."""
    return False


@dataclass(frozen=True)
class Job:
    """What a deploy is to do on every host: the run, the packages by target name, and who can tell a run dead.

    ``accept_key_loss``: go on although data-protection keys will be lost; ``hosts`` is the whole environment, to see
    where else a site is served. ``clean``: nothing of the previous deployment stays. ``barrier``: no host goes live
    before another one has, and is healthy. ``drained``: the hosts that an earlier run has left out of rotation.
    """

    run: RunInfo
    packages: Mapping[str, Package]
    accept_key_loss: bool = False
    is_dead: Callable[[Mapping[str, Any]], bool] = no_one_is_dead
    hosts: tuple[Host, ...] = ()
    clean: bool = False
    barrier: bool = False
    drained: Collection[str] = ()


@dataclass(frozen=True)
class Look:
    """What a script that reads has told: facts, lock, what each target serves, and every change of a plan."""

    releases: tuple[Release, ...]
    result: ScriptResult

    def data(self, step: str) -> list[dict[str, Any]]:
        """The data of every call of a step, in order."""
        return [result.data for result in self.result.steps if result.step == step and result.status != "failed"]

    @property
    def lock(self) -> dict[str, Any] | None:
        """Who holds the host, as Lock-Host wrote it down."""
        return self._held.get("lock")

    @property
    def unfinished(self) -> str | None:
        """The run whose publish never ended, or one whose guard was left behind."""
        return self._held.get("unfinished") or next(
            (guard["run"] for guard in self.guards if self._is_left(guard)), None
        )

    @property
    def guarded(self) -> bool:
        """Whether the host has the guard's script already."""
        return bool(self._guard.get("installed"))

    @property
    def guards(self) -> list[dict[str, Any]]:
        """The runs that are guarded on the host: run, state, seconds until the guard acts."""
        return list(self._guard.get("guards") or [])

    def _is_left(self, guard: Mapping[str, Any]) -> bool:
        """One that acts or is lost, of a run that does not live any more."""
        lives = self.lock is not None and self.lock["run"] == guard["run"] and self.lock["sessionAlive"]
        return guard["state"] != "armed" and not lives

    @property
    def job(self) -> dict[str, Any] | None:
        """The job that runs on the host, as Get-HostJob tells it."""
        job: dict[str, Any] | None = next(iter(self.data("Get-HostJob")), {}).get("job")
        return job

    @property
    def _guard(self) -> dict[str, Any]:
        return next(iter(self.data("Get-HostGuard")), {})

    @property
    def _held(self) -> dict[str, Any]:
        return next(iter(self.data("Get-HostLock")), {})

    @property
    def served(self) -> dict[str, dict[str, Any]]:
        """By target: release, manifest, releases, incoming."""
        return {data["target"]: data for data in self.data("Get-SiteRelease")}

    @property
    def journal(self) -> list[dict[str, Any]]:
        """The entries that the script asked for, oldest first."""
        return [entry for data in self.data("Get-Journal") for entry in data.get("entries") or []]

    @property
    def changes(self) -> tuple[Change, ...]:
        return changes(self.result.steps)

    def outcome(self, data: Mapping[str, Any] | None = None) -> Outcome:
        """The end of a task that only looked: a plan, or one with nothing to do."""
        status = "changed" if self.changes else "ok"
        return Outcome(status, changes=self.changes, warnings=warnings(self.result.steps), data=dict(data or {}))

    @property
    def lacking(self) -> tuple[Release, ...]:
        """The releases that the host does not have whole: never made, or changed by hand since."""
        unpacked = {step.target for step in self.result.steps if step.step == "Expand-Release" and step.changes}
        known = [one for one in self.releases if one.id]
        return tuple(one for one in known if one.target.name in unpacked or not self._has(one))

    def serves(self, release: Release) -> bool:
        """Whether the release is live already, by its id."""
        return bool(self.served[release.target.name]["release"] == release.id)

    def base_of(self, release: Release) -> tuple[str | None, str | None]:
        """What the host can build the release from: the id of one that it has whole, and the hash of its manifest.

        The one that is served; of content that is published in place the one that it was copied from.
        """
        served = self.served[release.target.name]
        manifest = served["manifest"]
        if release.target.content is not None:
            manifest = self._kept(release).get(served["release"])
        return (served["release"], manifest) if served["release"] and manifest else (None, None)

    def _has(self, release: Release) -> bool:
        # As recorded when it was made: only the release that is served is read anew.
        return self._kept(release).get(release.id) == release.manifest

    def _kept(self, release: Release) -> dict[str, str]:
        """By id: the recorded hash of the manifest of each release that the host has of this content."""
        kept = self.served[release.target.name]["releases"] or []
        return {one["id"]: one["manifest"] for one in kept}


def look_at(host: Host, job: Job) -> Generator[Instruction, Any, Look]:
    """One script, or two if the host serves a release under another name than it would get by itself."""
    releases = tuple(_release(target, job) for target in host.targets)
    look = Look(releases, (yield _planning(host, job, releases)))
    named = tuple(_named_by_host(release, look) for release in releases)
    if named == releases:
        return look
    return Look(named, (yield _planning(host, job, named)))


def _release(target: Target, job: Job) -> Release:
    """What its package becomes; without one only its settings count."""
    package = job.packages.get(target.name)
    return Release.of(target, package) if package else Release.as_it_is(target)


def plan_script(host: Host, run: RunInfo, releases: Sequence[Release], clean: bool = False) -> Script:
    """The one script of a plan: every phase but ``verifying``, to be run with ``-WhatIf``."""
    context = deploy_context(host, releases, run, DeployOptions(planning=True, clean=clean, guard=guard_question(host)))
    return render_script("deploy", PLANNED, context)


def _planning(host: Host, job: Job, releases: Sequence[Release]) -> Run:
    return Run(plan_script(host, job.run, releases, job.clean), what_if=True, secrets=host.secrets)


def _named_by_host(release: Release, look: Look) -> Release:
    """The release under the name of the folder that the host serves it from, or under one that is still free.

    A folder is never written again once it is live. So content that was tampered with on the host is replaced by a
    folder with another name, and that name counts from then on. Content that is published in place is a copy: there
    the release itself is whole.
    """
    served = look.served.get(release.target.name)
    if not release.id or served is None or served["release"] is None:
        return release
    if served["manifest"] == release.manifest:
        return replace(release, id=served["release"])
    if release.target.content is not None:
        return release
    number = _number(release.id, served["release"])
    return release if number is None else replace(release, id=f"{release.id}.{number + 1}")


def _number(name: str, served: str) -> int | None:
    """1 for ``name`` itself, n for ``name.n``; None for another release."""
    if served == name:
        return 1
    number = served.removeprefix(f"{name}.")
    return int(number) if number != served and number.isdecimal() else None


def refusal(host: Host, job: Job, look: Look) -> Outcome | None:
    """The outcome of a host that cannot serve the packages, or whose plan failed; None if nothing is in the way."""
    facts = next(iter(look.data("Get-HostFact")), None)
    reasons = _reasons(host, job, look, facts) if facts else []
    if reasons:
        others = tuple(reason.message for reason in reasons[1:])
        return Outcome("failed", failure=reasons[0], step="Get-HostFact", warnings=others)
    return failed(look.result) if look.result.failed else None


def _reasons(host: Host, job: Job, look: Look, facts: Mapping[str, Any]) -> list[StepFailure]:
    sites = {site.name: site for site in host.sites}
    unready = [
        reason
        for target in host.targets
        if target.name in job.packages
        for reason in check_readiness(facts, sites[target.site], job.packages[target.name])
    ]
    return list(dict.fromkeys([*unready, *_too_full(job, look, facts)]))


def _too_full(job: Job, look: Look, facts: Mapping[str, Any]) -> Iterator[StepFailure]:
    # A plan that failed early does not tell what the host has.
    if look.result.failed:
        return
    needed = Counter[str]()
    for release in look.lacking:
        target = release.target
        copies = 2 if target.share else 1  # what was copied from a share stays until the release is whole
        needed[PureWindowsPath(target.store).drive[0].upper()] += copies * job.packages[target.name].manifest.size
    for drive, size in needed.items():
        yield from check_space(facts, drive, size)
