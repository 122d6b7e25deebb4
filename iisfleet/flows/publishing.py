"""Makes releases live: prepared in a new folder, then switched to, verified, finished."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from iisfleet.errors import ConnectionFailed, Interrupted, OutcomeUnknown
from iisfleet.flows.draining import out_of_rotation
from iisfleet.flows.gates import behind_barrier
from iisfleet.flows.guarding import guard_steps
from iisfleet.flows.look import Job, Look
from iisfleet.flows.outcomes import GOING_LIVE, changes, failed, warnings
from iisfleet.flows.recovering import ask, let_go
from iisfleet.flows.run_once import run_once
from iisfleet.flows.shipping import Shipped
from iisfleet.inventory import Host
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.deployment import DeployOptions, deploy_context
from iisfleet.rendering.release import Release, RunInfo
from iisfleet.results import Change
from iisfleet.rollout.instructions import Instruction, Outcome, Run

_ENDED = "Look in the host's event log why its PowerShell ended, then run the same command again."


def publish(host: Host, job: Job, shipped: Shipped, look: Look) -> Generator[Instruction, Any, Outcome]:
    """Prepares the releases, then goes live; the host reverts by itself what it cannot finish."""
    run, planned = job.run, look.changes
    guard = guard_steps(run, host, shipped.releases, installed=look.guarded)
    how = replace(_options(host, planned), clean=job.clean, guard=guard)
    context = deploy_context(host, shipped.releases, run, how)
    preparing = Run(updating(context), content=shipped.inline)
    prepared = yield from carry_out(host, preparing, run, "deployed")
    again = _left_nothing(prepared)
    if again:
        prepared = yield from carry_out(host, preparing, run, "deployed")
    if prepared.status != "changed":
        return prepared
    served = {one.target.name for one in shipped.releases if look.serves(one)}
    stopped = yield from run_once(host, run, context, served)
    if stopped:
        return stopped
    ended = yield from _go_live(host, job, going_live(context))
    if ended.status == "changed":
        # What the first attempt has changed was never told.
        known = not again and ended.changes
        every = (*shipped.changes, *prepared.changes, *ended.changes) if known else ()
        ended = replace(ended, changes=every, warnings=(*prepared.warnings, *ended.warnings))
    return completed(ended, shipped.releases, planned)


def _go_live(host: Host, job: Job, script: Script) -> Generator[Instruction, Any, Outcome]:
    """In the order that the run wants, and while the host gets no requests, if the inventory says so."""
    live = carry_out(host, Run(script, secrets=host.secrets), job.run, "deployed")
    work = out_of_rotation(host, job.run, live, held=True)
    return (yield from behind_barrier(job.run, work)) if job.barrier else (yield from work)


def _options(host: Host, planned: Sequence[Change]) -> DeployOptions:
    """What of the host the planned changes touch: sites that get a new worker, contents that are replaced in place."""
    paths = {change.path for change in planned}
    changing = {path.split("/")[1] for path in paths if path.startswith(("site/", "pool/"))}
    restarting = {site.name for site in host.sites if changing & {site.name, site.pool.name}}
    replacing = {one.name for one in host.targets if paths & {f"content/{one.name}", f"content/{one.name}/extra"}}
    return DeployOptions(restarting=restarting, replacing=replacing)


def carry_out(host: Host, order: Run, run: RunInfo, event: str) -> Generator[Instruction, Any, Outcome]:
    """Runs a script that changes the host; what became of it if the connection breaks, the host is asked.

    ``event`` is what the journal says of this run once all is done.
    """
    try:
        result: ScriptResult = yield order
    except Interrupted:
        return (yield from let_go(run))
    except (ConnectionFailed, OutcomeUnknown) as error:
        return (yield from ask(host, run, error, event))
    if not result.completed:
        return (yield from _broken_off(host, result, run, event))
    if result.failed:
        return failed(result)
    return Outcome("changed", changes=changes(result.steps), warnings=warnings(result.steps))


def _broken_off(host: Host, result: ScriptResult, run: RunInfo, event: str) -> Generator[Instruction, Any, Outcome]:
    """The script's process ended in the middle of it: what it has left is put back now, not by the guard much later."""
    told = failed(result)
    message = told.failure.message if told.failure else "A script broke off."
    ended = yield from ask(host, run, OutcomeUnknown(f"{host.name}: {message}"), event)
    if ended.status == "changed" or told.failure is None:
        return ended
    return replace(ended, failure=replace(told.failure, remedy=_ENDED), step=told.step)


def _left_nothing(ended: Outcome) -> bool:
    """Whether the connection broke, and the host says that nothing is left of the script and its run.

    What prepares releases may then run again: it builds them anew, in folders that nobody serves.
    """
    lost = ended.failure is not None and ended.failure.kind == "lost"
    return ended.status == "failed" and lost and ended.reverted


def completed(ended: Outcome, releases: Sequence[Release], planned: Sequence[Change]) -> Outcome:
    """An outcome with what is served now; with the changes of the plan if the connection broke before they arrived."""
    if ended.status != "changed":
        return ended
    return replace(ended, changes=ended.changes or tuple(planned), data=served_releases(releases))


def updating(context: Mapping[str, Any]) -> Script:
    """Prepares the releases in folders of their own; nothing live changes."""
    return render_script("deploy", ["updating"], context)


def going_live(context: Mapping[str, Any]) -> Script:
    """Switches to the releases, verifies and finishes; or reverts."""
    return render_script("deploy", GOING_LIVE, context)


def served_releases(releases: Sequence[Release]) -> dict[str, Any]:
    """The data of an outcome: ``releases``, by target name the id of what it serves now."""
    return {"releases": {release.target.name: release.id for release in releases}}
