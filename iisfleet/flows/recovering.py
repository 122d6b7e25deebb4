"""What a flow does about runs that never said how they ended: another one, or its own."""

from collections.abc import Generator
from typing import Any

from iisfleet.errors import ConnectionFailed, OutcomeUnknown
from iisfleet.flows.look import Job, Look
from iisfleet.flows.outcomes import broken, failed, locked
from iisfleet.rendering import render_script
from iisfleet.rendering.deployment import RunInfo, lock_parameters
from iisfleet.rollout.instructions import Instruction, Outcome, Pause, Reconnect, Run

# A session that broke is asked for this many times, this many seconds apart: a reboot takes minutes.
_ASKED, _APART = 30, 4.0


def recover(job: Job, look: Look) -> Generator[Instruction, Any, Outcome | None]:
    """Takes the host over from a run that is dead, and reverts what it left unfinished."""
    lock = look.lock["lock"]
    dead = lock is None or not lock["sessionAlive"] or job.is_dead(lock)
    if not dead:
        return locked(lock)
    parameters = lock_parameters(job.run, lock["run"] if lock else None)
    result = yield Run(render_script("recover", ["updating"], {"lock": parameters, "run": job.run.id}))
    return failed(result) if result.failed else None


def let_go(run: RunInfo) -> Generator[Instruction, Any, None]:
    """Between two scripts: nothing is live yet, but the host is locked."""
    yield Run(render_script("recover", ["updating"], {"lock": lock_parameters(run), "run": run.id}))


def ask(run: RunInfo, error: OutcomeUnknown, event: str) -> Generator[Instruction, Any, Outcome]:
    """After a connection that broke: what became of the script is asked of the host, never guessed, never sent again."""
    for _ in range(_ASKED):
        yield Reconnect()
        try:
            result = yield Run(render_script("history", ["starting"], {"targets": (), "last": 20}))
            entries = [entry for data in Look((), result).data("Get-Journal") for entry in data.get("entries") or []]
            ended = next((entry["event"] for entry in reversed(entries) if entry["run"] == run.id), None)
            if ended == event:
                return Outcome("changed", warnings=(f"{error.message}; the host has finished it nevertheless",))
            yield from let_go(run)
            return Outcome("failed", failure=broken(error), reverted=True)
        except (ConnectionFailed, OutcomeUnknown):
            yield Pause(_APART)
    return Outcome("unknown", failure=broken(error))
