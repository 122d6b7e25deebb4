"""``run_once``: a command of a release, such as a migration, that runs on the first host that is ready to go live.

It runs as a job: neither a connection that breaks nor this machine's end leaves it half done.
"""

from collections.abc import Container, Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from iisfleet.errors import IisfleetError, Interrupted, OutcomeUnknown
from iisfleet.flows.gates import reach
from iisfleet.flows.jobs import job_folder, run_job
from iisfleet.flows.outcomes import failed
from iisfleet.flows.recovering import let_go
from iisfleet.inventory import Host, RunOnce, Site
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.deployment import lock_parameters
from iisfleet.rendering.release import RunInfo
from iisfleet.rollout.instructions import Instruction, Open, Outcome, Run


@dataclass(frozen=True)
class OnceJob:
    """The command of a site as a job of the host; ``about``: the variables of ``templates/run-once.ps1.j2``."""

    run: RunInfo
    site: str
    minutes: int
    about: Mapping[str, Any]

    def scripts(self) -> tuple[Script, Script]:
        """The job, and what takes the lock back after it."""
        running = render_script("run-once", ["updating"], self.about, record=job_folder(self.run))
        return running, render_script("run-once", ["publishing"], self.about)


def run_once(
    host: Host, run: RunInfo, context: Mapping[str, Any], served: Container[str] = ()
) -> Generator[Instruction, Any, Outcome | None]:
    """Runs what the host's sites declare, or waits until another host of this run has. None: go on.

    ``context`` is that of ``templates/deploy.ps1.j2``: the releases are prepared, and the run holds the host.
    ``served``: the sites that serve their release already, for which it ran when that went live.
    """
    for job in once_jobs(host, run, context):
        ended = (yield from _one_host_first(host, run, job)) if job.site not in served else None
        if ended:
            return ended
    return None


def _one_host_first(host: Host, run: RunInfo, job: OnceJob) -> Generator[Instruction, Any, Outcome | None]:
    gate = f"run-once/{job.site}"
    place = yield from reach(run, gate)
    if isinstance(place, Outcome):
        return place
    if place == "follow":
        return None
    try:
        ended = yield from _run(host, job)
    except Interrupted:
        yield Open(gate, passed=False)
        return (yield from let_go(run))
    except IisfleetError as error:
        yield Open(gate, passed=False, final=isinstance(error, OutcomeUnknown))
        raise
    # What has begun and failed, such as half a migration, is for a person, not for the next host.
    yield Open(gate, passed=ended is None, final=ended is not None and ended.step == "Invoke-RunOnce")
    return ended


def _run(host: Host, job: OnceJob) -> Generator[Instruction, Any, Outcome | None]:
    running, holding = job.scripts()
    result = yield from run_job(host, job.run, running, minutes=job.minutes)
    if result.failed:
        return failed(result)
    # The lock is the job's, whose process has ended: from here on it is this session's again.
    held = yield Run(holding)
    return failed(held) if held.failed else None


def once_jobs(host: Host, run: RunInfo, context: Mapping[str, Any]) -> Iterator[OnceJob]:
    """One for each site of the host that declares a command; ``context`` as for ``run_once``."""
    declared = ((site, site.run_once) for site in host.sites if site.run_once)
    for number, (site, once) in enumerate(declared, 1):
        about = run_once_context(run, context, site, once)
        yield OnceJob(replace(run, id=f"{run.id}-once{number}"), site.name, 2 + once.timeout // 60, about)


def run_once_context(run: RunInfo, context: Mapping[str, Any], site: Site, once: RunOnce) -> dict[str, Any]:
    """The variables of ``templates/run-once.ps1.j2``."""
    target = next(target for target in context["targets"] if target["name"] == site.name)
    command = {
        "Target": site.name,
        "Path": target["store"],
        "Release": target["release"],
        "Run": run.id,
        "Command": once.command[0],
        "Arguments": once.command[1:],
        "TimeoutSeconds": once.timeout,
    }
    return {"lock": lock_parameters(run), "command": command, "targets": context["targets"]}
