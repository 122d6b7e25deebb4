"""A restart of a host by the controller: ordered, awaited, and proven by the time of its boot."""

from collections.abc import Generator
from datetime import datetime
from typing import Any

from iisfleet.errors import ConnectionFailed, OutcomeUnknown
from iisfleet.flows.patience import Patience, may_answer
from iisfleet.inventory import Host
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import render_script
from iisfleet.rendering.release import RunInfo
from iisfleet.results import StepFailure
from iisfleet.rollout.instructions import Instruction, Run

_SAME_BOOT_SECONDS = 30  # a clock that is set moves the time of a boot along; no host starts twice within that


def reboot(host: Host, run: RunInfo, minutes: int = 10) -> Generator[Instruction, Any, StepFailure | None]:
    """Restarts a host and waits until it answers again; None if it has restarted, else why not.

    Connections that fail meanwhile are expected; a login that is refused raises ConnectionFailed.
    """
    before = yield Run(render_script("reboot", ["starting"], {"run": run.id}))
    if before.failed:
        return _error(before)
    boot = _boot(before)
    ordered = True
    try:
        order = yield Run(render_script("reboot", ["publishing"], {"run": run.id}))
        if order.failed:
            return _error(order)
    except (OutcomeUnknown, ConnectionFailed) as error:
        if not may_answer(error):
            raise
        ordered = False
    return (yield from _await_boot(host, run, boot, ordered, minutes))


def _await_boot(
    host: Host, run: RunInfo, boot: str, ordered: bool, minutes: int
) -> Generator[Instruction, Any, StepFailure | None]:
    patience, last = Patience(host.name, minutes * 60), "no answer"
    while (yield from patience.wait()):
        try:
            answer = yield Run(render_script("reboot", ["starting"], {"run": run.id}), following=True)
            if not ordered and not answer.failed and _is_same(_boot(answer), boot):
                # The order may not have arrived. Should it have, a second one changes nothing (1190).
                answer = yield Run(render_script("reboot", ["starting", "publishing"], {"run": run.id}), following=True)
                ordered = True
        except (OutcomeUnknown, ConnectionFailed) as error:
            if not may_answer(error):
                raise
            last = error.message
            continue
        if answer.failed:
            return _error(answer)
        if not _is_same(_boot(answer), boot):
            return None
        last = f"it answers, and was started at {boot} as before"
    return StepFailure(
        f"{host.name} has not restarted within {minutes} minutes.",
        expected="an answer from a host that was started anew",
        found=last,
        remedy="A restart that somebody has planned for later keeps this one off: withdraw it by 'shutdown /a' on the "
        "host. Else look at its console; when it is up, run the same command again.",
        kind="reboot",
    )


def _boot(result: ScriptResult) -> str:
    return next(str(step.data["boot"]) for step in result.steps if step.step == "Get-HostBoot")


def _is_same(boot: str, before: str) -> bool:
    try:
        apart = datetime.fromisoformat(boot) - datetime.fromisoformat(before)
    except ValueError:
        return boot == before
    return abs(apart.total_seconds()) <= _SAME_BOOT_SECONDS


def _error(result: ScriptResult) -> StepFailure:
    failed = result.failed
    return failed.error if failed and failed.error else StepFailure("The restart failed without saying why.")
