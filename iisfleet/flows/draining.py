"""Out of the load balancer's rotation and back, where this machine tells the load balancer (``drain:``).

A health flag is a step of the scripts that disturb a host (``Set-HostDrain``), so that the host puts it back whatever
happens to this machine. HTTP calls and commands are made here, around those scripts.
"""

from collections.abc import Generator
from dataclasses import replace
from typing import Any

from iisfleet.errors import IisfleetError, Interrupted, OutcomeUnknown
from iisfleet.flows.recovering import let_go
from iisfleet.inventory import Host, HttpCall
from iisfleet.rendering.release import RunInfo
from iisfleet.rollout.instructions import Call, CallResult, ControllerCall, Instruction, Outcome, Pause, Request

_STAYS_OUT = "The host stays out of the load balancer's rotation: it is not as it was before."
_UNHEARD = (
    "The host stays out of the load balancer's rotation, since nobody knows whether it serves."
    " The --resume of a deploy puts it back, or a person who has seen it serve."
)
_NOT_BACK = "The host is out of the load balancer's rotation still. Put it back by hand: {found}"


def out_of_rotation(
    host: Host, run: RunInfo, work: Generator[Instruction, Any, Outcome], *, held: bool = False
) -> Generator[Instruction, Any, Outcome]:
    """Carries out what disturbs a host while the host gets no requests. A flag is left to the scripts themselves.

    ``held``: the run has the host's lock by now, which goes if there is nothing to carry out.
    """
    try:
        refused = yield from drained(host, run)
    except Interrupted:
        work.close()
        if not held:
            raise
        return (yield from let_go(run))
    if refused:
        work.close()
        notes = (yield from let_go(run)).warnings if held else ()
        return replace(refused, warnings=(*refused.warnings, *notes))
    try:
        ended = yield from work
    except IisfleetError as error:
        lost = isinstance(error, OutcomeUnknown)
        told = yield from back(host, run, Outcome("unknown" if lost else "failed"))
        error.hint = " ".join(filter(None, (error.hint, *told.warnings)))
        raise
    return (yield from back(host, run, ended))


def drained(host: Host, run: RunInfo) -> Generator[Instruction, Any, Outcome | None]:
    """Takes a host out of rotation and waits; None, or the outcome of a host that could not be taken out.

    That one is put back: what the load balancer has made of the call, nobody knows.
    """
    call = controller_call(host, run, "out")
    if call is None or host.drain is None:
        return None
    told: CallResult = yield Call(call)
    if told.failure:
        kept = replace(told.failure, kind="drain")
        return (yield from back(host, run, Outcome("failed", failure=kept, step="drain.out", reverted=True)))
    try:
        yield Pause(host.drain.wait)
    except Interrupted:  # nothing was disturbed yet
        yield from back(host, run, Outcome("interrupted"))
        raise
    return None


def back(host: Host, run: RunInfo, ended: Outcome) -> Generator[Instruction, Any, Outcome]:
    """Puts a host back into rotation, and gives its outcome, which a load balancer that refuses makes a failure.

    A host that is neither as it should be nor as it was before stays out, and one of which nobody knows.
    """
    call = controller_call(host, run, "back")
    if call is None:
        return ended
    if ended.half_way or ended.status == "unknown":
        return replace(ended, warnings=(*ended.warnings, _STAYS_OUT if ended.half_way else _UNHEARD))
    told: CallResult = yield Call(call, following=True)
    if not told.failure:
        return ended
    note = _NOT_BACK.format(found=told.failure.found or told.failure.message)
    if ended.failure:
        return replace(ended, warnings=(*ended.warnings, note))
    failure = replace(told.failure, kind="drain")
    return replace(ended, status="failed", failure=failure, step="drain.back", warnings=(*ended.warnings, note))


def without_calls(host: Host) -> Host:
    """The host for a part of what happens to it while it is out already: no call for that part alone."""
    if host.drain is None:
        return host
    return host.model_copy(update={"drain": host.drain.model_copy(update={"http": None, "command": None})})


def controller_call(host: Host, run: RunInfo, way: str) -> ControllerCall | None:
    """The call that takes a host out (``out``) or puts it back (``back``); None if this machine makes none."""
    drain = host.drain
    if drain is None or (drain.http is None and drain.command is None):
        return None
    declared: HttpCall | tuple[str, ...] = getattr(drain.http or drain.command, way)
    environment = {
        "IISFLEET_RUN": run.id,
        "IISFLEET_TASK": run.why,
        "IISFLEET_HOST": host.name,
        "IISFLEET_ADDRESS": host.connection.address,
    }
    name, timeout = f"drain.{way}", float(drain.timeout)
    if isinstance(declared, HttpCall):
        return ControllerCall(name, timeout, request=_request(host, declared))
    words = tuple(_filled(host, word) for word in declared)
    return ControllerCall(name, timeout, command=words, environment=environment)


def _request(host: Host, call: HttpCall) -> Request:
    headers = {name: _filled(host, value) if isinstance(value, str) else value for name, value in call.headers.items()}
    body = None if call.body is None else _filled(host, call.body)
    return Request(_filled(host, call.url), call.method, call.status, headers, body)


def _filled(host: Host, text: str) -> str:
    return text.replace("{host}", host.name).replace("{address}", host.connection.address)
