"""Content that hosts copy from a share by themselves: by a job that runs as SYSTEM, or with a credential.

A session cannot use its credentials on a third machine (the second hop). SYSTEM can: other machines know it as the
computer account of the host, and no password travels. Where an account is named, its password goes to this one script.
What is copied lies in a folder of the run until the release is built from it: no lock is needed.
"""

import base64
import gzip
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from iisfleet.flows.jobs import job_folder, run_job
from iisfleet.flows.look import Job, Look
from iisfleet.flows.outcomes import changes, failed
from iisfleet.inventory import Host, Secret
from iisfleet.package import Manifest, Package
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.deployment import store_folder
from iisfleet.rendering.release import Release, RunInfo
from iisfleet.results import Change
from iisfleet.rollout.instructions import Instruction, Outcome, Parcel, Run

# Much, through a thin line; robocopy itself gives up soon where nothing comes.
_MINUTES = 240


@dataclass(frozen=True)
class Fetched:
    """By target: the folder on the host with the files that the release lacks; and what that has changed."""

    folders: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


def fetch(
    host: Host, job: Job, look: Look, parcels: Mapping[str, Parcel]
) -> Generator[Instruction, Any, Fetched | Outcome]:
    """Lets the host copy what it lacks of the contents that lie on a share. Nothing live changes."""
    lacking = {name for name, parcel in parcels.items() if parcel.files}
    ours = [one for one in look.releases if one.target.share and one.target.name in lacking]
    folders, made = dict[str, str](), list[Change]()
    for releases in ([one for one in ours if not _login(one)], [one for one in ours if _login(one)]):
        if not releases:
            continue
        result = yield from _copied(host, job, releases, parcels)
        if result.failed:
            return failed(result)
        folders |= _folders(releases, result)
        made += changes(result.steps)
    return Fetched(folders, tuple(made))


def _folders(releases: Sequence[Release], result: ScriptResult) -> dict[str, str]:
    copied = [step.data["folder"] for step in result.steps if step.step == "Copy-ShareContent"]
    return {release.target.name: folder for release, folder in zip(releases, copied, strict=True)}


def _login(release: Release) -> Secret | None:
    return release.target.share.password if release.target.share else None


def _copied(
    host: Host, job: Job, releases: Sequence[Release], parcels: Mapping[str, Parcel]
) -> Generator[Instruction, Any, ScriptResult]:
    context = {"targets": [_target(job, release, parcels[release.target.name]) for release in releases]}
    secrets = {secret.name: secret for secret in map(_login, releases) if secret}
    run = replace(job.run, id=f"{job.run.id}-share")
    script = share_script(run, context, by_job=not secrets)
    if secrets:
        told: ScriptResult = yield Run(script, secrets=secrets)
        return told
    return (yield from run_job(host, run, script, minutes=_MINUTES))


def share_script(run: RunInfo, context: Mapping[str, Any], *, by_job: bool) -> Script:
    """Copies in the session, with a credential, or by the job ``run``."""
    return render_script("share", ["updating"], context, record=job_folder(run) if by_job else None)


def scripts_of_shares(
    run: RunInfo, releases: Sequence[Release], packages: Mapping[str, Package]
) -> Iterator[tuple[str, Script]]:
    """For a host that has nothing yet, by who copies: a job, or the session with a credential."""
    shared = [one for one in releases if one.target.share]
    for name, by_job in (("share-by-job", True), ("share-with-credential", False)):
        wanted = [one for one in shared if (_login(one) is None) == by_job]
        targets = [
            share_parameters(one, run, Manifest(tuple(packages[one.target.name].manifest)), all_of_it=True)
            for one in wanted
        ]
        if targets:
            yield name, share_script(replace(run, id=f"{run.id}-share"), {"targets": targets}, by_job=by_job)


def _target(job: Job, release: Release, parcel: Parcel) -> dict[str, Any]:
    package = job.packages[release.target.name]
    all_of_it = len(parcel.files) == len(package.manifest)
    return share_parameters(release, job.run, Manifest(parcel.files), all_of_it=all_of_it)


def share_parameters(release: Release, run: RunInfo, wanted: Manifest, *, all_of_it: bool) -> dict[str, Any]:
    """What ``templates/share.ps1.j2`` is told of one target."""
    target, share = release.target, release.target.share
    return {
        "store_folder": store_folder(target),
        "from_share": {
            "Target": target.name,
            "Path": target.store,
            "Run": run.id,
            "Share": share and share.path,
            "Wanted": base64.b64encode(gzip.compress(wanted.text.encode(), mtime=0)).decode(),
            "All": all_of_it,
            "UserName": share and share.username,
            "Password": share and share.password,
        },
    }
