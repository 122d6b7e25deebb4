"""Puts back what a run has changed on hosts, because others have failed."""

from collections.abc import Mapping
from dataclasses import replace

from iisfleet.events import Event, HostFinished
from iisfleet.inventory import Host
from iisfleet.rollout.course import FlowFor, UndoFor
from iisfleet.rollout.instructions import Flow, Outcome

_STAYS = "It serves what this run has deployed: putting it back has not come to its end."


def undoing(undo: UndoFor, finished: Mapping[str, HostFinished], why: str) -> FlowFor:
    """The flow that puts a host back; its end is ``reverted``, or what came in between."""

    def flow(host: Host) -> Flow:
        outcome: Outcome = yield from undo(host, finished[host.name])
        return replace(outcome, status="reverted", why=why) if outcome.status in ("ok", "changed") else outcome

    return flow


def kept(event: Event | None, finished: Mapping[str, HostFinished]) -> Event | None:
    """How a host ended that could not be put back: it is as it was before that, and somebody must know."""
    if not isinstance(event, HostFinished) or event.status == "reverted":
        return event
    before = finished[event.host]
    if event.status == "skipped":  # there is nothing to go back to
        return replace(before, at=event.at, warnings=(*before.warnings, f"It was not put back: {event.why}"))
    changes = (*before.changes, *event.changes)
    return replace(event, changes=changes, data={**before.data, **event.data}, warnings=(*event.warnings, _STAYS))
