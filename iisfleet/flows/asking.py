"""After a connection that broke: what became of a small change is seen by planning it once more."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Any

from iisfleet.errors import ConnectionFailed, IisfleetError, OutcomeUnknown
from iisfleet.flows.outcomes import broken, cause, failed
from iisfleet.flows.patience import Patience, may_answer
from iisfleet.flows.recovering import Reading, let_go
from iisfleet.inventory import Host
from iisfleet.rendering.release import RunInfo
from iisfleet.results import Change
from iisfleet.rollout.instructions import Instruction, Outcome


def ask_plan(
    host: Host, run: RunInfo, planned: Sequence[Change], error: IisfleetError, look: Reading, *, locks: bool = True
) -> Generator[Instruction, Any, Outcome]:
    """Another plan shows whether it was done. Raises ``error`` if the host will not answer.

    ``locks``: what was done takes the lock, which is given back.
    """
    if not may_answer(error):
        raise error
    patience = Patience(host.name, host.connection.ask_timeout)
    while (yield from patience.wait()):
        freed = (yield from let_go(run)) if locks else None
        if freed and freed.failure and freed.failure.kind == "locked":
            continue  # its script goes on
        try:
            seen = yield from look()
        except (ConnectionFailed, OutcomeUnknown) as again:
            if not may_answer(again):
                raise
            continue
        if seen.result.failed:
            return failed(seen.result)
        if seen.changes != tuple(planned):
            warning = f"{cause(error)}; the host has finished it nevertheless"
            return Outcome("changed", changes=tuple(planned), warnings=(warning,))
        return Outcome("failed", failure=replace(broken(error), message=cause(error)))
    return Outcome("unknown", failure=broken(error))
