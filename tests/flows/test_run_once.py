"""What a release runs once: on the host that leads, as a job, before anything of it is live."""

import json
from typing import Any

import pytest

from iisfleet.errors import GateClosed, Interrupted, OutcomeUnknown
from iisfleet.flows.run_once import run_once
from iisfleet.inventory import Host, RunOnce
from iisfleet.rendering.deployment import deploy_context
from iisfleet.rollout.instructions import Gate, Open, Outcome, Run
from tests.declared import RUN, declared, releases_for
from tests.flows.host import ok, play, said

ID = f"{RUN.id}-once1"
STARTED = said(ok("Start-HostJob", {"id": ID, "state": "registered"}))
RECOVERED = said(ok("Restore-IisState", {"restored": False}))
HELD = said(ok("Lock-Host", phase="publishing"))


@pytest.fixture
def host() -> Host:
    plain = declared("simple")
    once = RunOnce(command=("dotnet", "Migrate.dll"), timeout=90)
    return plain.model_copy(update={"sites": tuple(s.model_copy(update={"run_once": once}) for s in plain.sites)})


def flow(host: Host) -> Any:
    return run_once(host, RUN, deploy_context(host, releases_for(host), RUN))


def polled(status: str) -> Any:
    error = {"message": "it failed", "kind": "run-once"} if status == "failed" else None
    step = {"step": "Invoke-RunOnce", "phase": "updating", "status": status, "error": error}
    back = {"step": "Unlock-Host", "phase": "reverting", "status": "ok"}
    lines = [json.dumps(line) for line in (step, *([back] if error else []))]
    end = {"end": True, "status": "failed" if error else "ok"}
    job = {"id": ID, "run": RUN.id, "task": "deploy", "state": "ended"}
    return said(ok("Get-HostJob", {"job": job, "lines": [*lines, json.dumps(end)], "offset": 9}))


QUIET = said(ok("Get-HostJob", {"job": {"id": ID, "state": "ended"}, "lines": [], "offset": 9}))


def test_a_host_that_declares_nothing_comes_to_no_gate() -> None:
    assert play(flow(declared("simple"))).asked == []


def test_the_host_that_leads_runs_it_as_a_job_and_has_the_lock_again(host: Host) -> None:
    played = play(flow(host), "lead", STARTED, None, polled("changed"), None, QUIET, HELD, None)

    assert (played.outcome, played.asked[0], played.asked[-1]) == (
        None,
        Gate("run-once/Hello"),
        Open("run-once/Hello", passed=True),
    )
    start = played.asked[1]
    assert isinstance(start, Run)
    assert isinstance(start.content, bytes)
    script = start.content.decode()
    assert "Command = 'dotnet'" in script.replace("'Command'", "Command")
    assert f"iisfleet\\jobs\\{ID}" in script
    assert "Invoke-Step 'Add-JournalEntry'" not in script  # nothing is live yet that could be reverted


def test_a_site_that_serves_the_release_already_has_had_it(host: Host) -> None:
    context = deploy_context(host, releases_for(host), RUN)

    assert play(run_once(host, RUN, context, served={"Hello"})).asked == []


def test_those_that_follow_do_not(host: Host) -> None:
    assert play(flow(host), "follow").outcome is None


def test_a_command_that_fails_is_tried_on_no_other_host(host: Host) -> None:
    played = play(flow(host), "lead", STARTED, None, polled("failed"), None, QUIET, None)

    assert played.asked[-1] == Open("run-once/Hello", passed=False, final=True)
    assert (played.ended.status, played.ended.step, played.ended.reverted) == ("failed", "Invoke-RunOnce", False)


def test_a_gate_that_is_closed_lets_the_host_go(host: Host) -> None:
    played = play(flow(host), GateClosed("web00 failed"), RECOVERED)

    assert (played.ended, played.kinds[-1]) == (Outcome("skipped", why="web00 failed"), "Run recover/updating")


def test_an_interruption_before_it_has_begun_lets_the_host_go_and_the_next_one_lead(host: Host) -> None:
    played = play(flow(host), "lead", Interrupted("by the user"), None, RECOVERED)

    assert (played.ended.status, played.asked[2]) == ("interrupted", Open("run-once/Hello", passed=False))


def test_a_job_that_is_not_heard_any_more_is_not_passed(host: Host) -> None:
    with pytest.raises(OutcomeUnknown):
        play(flow(host), "lead", STARTED, None, OutcomeUnknown("cut"), *[None, OutcomeUnknown("cut")] * 400)
