"""Makes releases live: prepared in a new folder, then switched to, verified, finished."""

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from iisfleet.errors import Interrupted, OutcomeUnknown
from iisfleet.flows.look import changes_of
from iisfleet.flows.outcomes import failed
from iisfleet.flows.recovering import ask, let_go
from iisfleet.flows.shipping import Shipped
from iisfleet.inventory import Host
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.deployment import Release, RunInfo, deploy_context
from iisfleet.results import Change, StepResult
from iisfleet.rollout.instructions import Instruction, Outcome, Run

GOING_LIVE = ("publishing", "verifying", "finishing")


def publish(
    host: Host, run: RunInfo, shipped: Shipped, planned: Sequence[Change], event: str = "deployed"
) -> Generator[Instruction, Any, Outcome]:
    """Prepares the releases, then goes live; the host reverts by itself what it cannot finish."""
    restarting = {change.path.split("/")[1] for change in planned if change.path.startswith(("site/", "pool/"))}
    sites = [site.name for site in host.sites if {site.name, site.pool.name} & restarting or event != "deployed"]
    context = deploy_context(host, shipped.releases, run, event=event, restarting=sites)
    steps: list[StepResult] = []
    try:
        if event == "deployed":
            prepared = yield Run(
                updating(context),
                secrets=host.secrets,
                content=shipped.inline,
            )
            steps += prepared.steps
            if prepared.failed:
                return failed(prepared)
        live = yield Run(going_live(context), secrets=host.secrets)
        steps += live.steps
    except Interrupted:
        yield from let_go(run)
        raise
    except OutcomeUnknown as error:
        return (yield from ask(run, error, event))
    if live.failed:
        return failed(live)
    return Outcome(
        "changed",
        changes=changes_of(steps),
        warnings=tuple(warning for step in steps for warning in step.warnings),
        data=served_releases(shipped.releases),
    )


def updating(context: Mapping[str, Any]) -> Script:
    """Prepares the releases in folders of their own; nothing live changes."""
    return render_script("deploy", ["updating"], context)


def going_live(context: Mapping[str, Any]) -> Script:
    """Switches to the releases, verifies and finishes; or reverts."""
    return render_script("deploy", GOING_LIVE, context)


def served_releases(releases: Sequence[Release]) -> dict[str, Any]:
    return {"releases": {release.target.name: release.id for release in releases}}
