"""One host's WinRM endpoint: what happens on a connection, from the first 401 to the last answer.

Here the transport's faults (winlab/faults.py) are obeyed: a cut is a real reset of the socket.
"""

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Protocol

from winlab.shell import Received
from winlab.shell.pwsh_process import ShellFault
from winlab.wsman import envelope, service
from winlab.wsman.auth import BadMessage, Gatekeeper
from winlab.wsman.credentials import Account
from winlab.wsman.envelope import BadEnvelope, Request
from winlab.wsman.http import Gone, Head, Reply, Wire
from winlab.wsman.recorder import Exchange, Recorder
from winlab.wsman.service import Answer, Lost, Refused, Service

_log = logging.getLogger(__name__)

PIECE = 4096  # a body above this size that follows a Command or a Send is taken for an upload


class Faults(Protocol):
    """What the endpoint asks of winlab.faults.Faults."""

    def active(self, name: str) -> dict[str, Any] | None: ...
    def consume(self, name: str) -> dict[str, Any] | None: ...


class Power(Protocol):
    """What the endpoint asks of winlab.windows.power.Power."""

    @property
    def is_down(self) -> bool: ...


@dataclass
class _Traffic:
    """One exchange as it happens. It is logged before its answer leaves: who has the answer finds it in the log."""

    recorder: Recorder
    bytes_in: int
    action: str = "HTTP"
    counted: bool = False
    started: float = field(default_factory=time.monotonic)
    logged: bool = False

    def log(self, status: int = 0, bytes_out: int = 0, *, cut: bool = False) -> None:
        if not self.logged:
            self.logged = True
            seconds = time.monotonic() - self.started
            self.recorder.add(Exchange(self.action, status, self.bytes_in, bytes_out, seconds, cut))


class Endpoint:
    """Serves the connections of one host."""

    def __init__(
        self, account: Account, faults: Faults, wsman: Service, recorder: Recorder, power: Power | None = None
    ) -> None:
        self.service = wsman
        self.recorder = recorder
        self._account = account
        self._faults = faults
        self._power = power
        self._fault_lock = threading.Lock()
        self._sends = 0
        self._steps = 0

    def converse(self, wire: Wire) -> None:
        """Answer the requests of one connection until it ends."""
        gate = Gatekeeper(self._account, wire.tls)
        previous: Request | None = None
        while (head := wire.read_head()) is not None:
            if self._power is not None and self._power.is_down:
                wire.reset()
            previous = self._exchange(wire, gate, head, previous)

    def _exchange(self, wire: Wire, gate: Gatekeeper, head: Head, previous: Request | None) -> Request | None:
        traffic = _Traffic(self.recorder, head.length)
        try:
            return self._serve(wire, gate, head, previous, traffic)
        except Gone:
            traffic.log(cut=True)
            raise

    def _serve(
        self, wire: Wire, gate: Gatekeeper, head: Head, previous: Request | None, traffic: _Traffic
    ) -> Request | None:
        latency = self._faults.active("latency")
        if latency:
            threading.Event().wait(float(latency["seconds"]))
        if head.length > PIECE and _uploads(previous) and self._cuts_upload(traffic):
            wire.read(head.length // 2)
            traffic.action = "Send"
            _reset(wire, traffic)
        body = wire.read(head.length)
        refusal = self._turn_away(gate, head)
        if refusal:
            _write(wire, refusal, traffic)
            return previous
        return self._answer(wire, gate, head, body, traffic)

    def _turn_away(self, gate: Gatekeeper, head: Head) -> Reply | None:
        if head.method != "POST" or not head.path.lower().startswith("/wsman"):
            return Reply(404)
        if self._consume("503"):
            return Reply(503)
        if self._faults.active("unauthorised") is not None:
            return Reply(401, headers=(("WWW-Authenticate", "Negotiate"),))
        if head.headers.get("wsmanidentify", "").lower() == "unauthenticated":
            return None
        challenge = gate.admit(head.headers)
        if challenge is None:
            return None
        return Reply(401, headers=tuple(("WWW-Authenticate", value) for value in challenge.values))

    def _answer(self, wire: Wire, gate: Gatekeeper, head: Head, body: bytes, traffic: _Traffic) -> Request | None:
        anonymous = gate.user is None
        try:
            text = body if anonymous else gate.open_body(head.headers, body)
            if not text:
                _write(wire, Reply(200, headers=_last_leg(gate)), traffic)
                return None
            request = envelope.parse_request(text)
        except (BadMessage, BadEnvelope):
            _write(wire, Reply(400), traffic)
            return None
        traffic.action = request.action
        self.recorder.body("in", text)
        if anonymous and request.action != "Identify":
            _write(wire, Reply(401, headers=(("WWW-Authenticate", "Negotiate"),)), traffic)
            return None
        if self._is_too_large(len(text)):
            _write(wire, Reply(413), traffic)
            return request
        if request.action == "Send" and _command_of(request) and self._cuts_upload(traffic):
            _reset(wire, traffic)
        sealed = "multipart/encrypted" in head.headers.get("content-type", "")
        self._carry_out(wire, gate, request, sealed, traffic)
        return request

    def _carry_out(self, wire: Wire, gate: Gatekeeper, request: Request, sealed: bool, traffic: _Traffic) -> None:
        status, answer = self._result(wire, gate, request)
        self.recorder.body("out", answer.text)
        cut = answer.received is not None and self._cuts_script(answer.received)
        content_type, body = gate.close_body(sealed, answer.text)
        try:
            _write(wire, Reply(status, body, content_type, _last_leg(gate), cut), traffic)
        except Gone:
            answer.lost()
            raise

    def _result(self, wire: Wire, gate: Gatekeeper, request: Request) -> tuple[int, Answer]:
        try:
            return 200, self.service.handle(request, gate.user or "", wire.peer, wire.is_alive)
        except Lost as error:
            wire.close()
            raise Gone("the client left while it waited") from error
        except Refused as error:
            return 500, Answer(envelope.fault(request, error.code, str(error), error.subcode))
        except ShellFault as error:
            return 500, Answer(envelope.fault(request, service.ABORTED, str(error)))
        except Exception as error:  # noqa: BLE001 - as in WinRM: what fails behind it is a fault for the client
            _log.exception("%s failed", request.action)
            return 500, Answer(envelope.fault(request, service.INTERNAL, f"{type(error).__name__}: {error}"))

    def _is_too_large(self, size: int) -> bool:
        if size > self.service.envelope_bytes:
            return True
        fault = self._faults.active("413")
        return fault is not None and size > int(fault["bytes"]) and self._consume("413")

    def _cuts_upload(self, traffic: _Traffic) -> bool:
        """Asked when a large body begins and, if it was not taken for a Send by then, when it has come."""
        fault = self._faults.active("cut-upload")
        if fault is None:
            self._sends = 0
            return False
        if traffic.counted:
            return False
        traffic.counted = True
        self._sends += 1
        return self._sends > int(fault.get("after") or 0) and self._consume("cut-upload")

    def _cuts_script(self, received: Received) -> bool:
        fault = self._faults.active("cut-script")
        if fault is None:
            self._steps = 0
            return False
        phase = fault.get("phase")
        told = b"".join(received.data).count(f'"phase":"{phase}"'.encode() if phase else b'"phase":"')
        self._steps += told
        return told > 0 and self._steps > int(fault.get("after") or 0) and self._consume("cut-script")

    def _consume(self, name: str) -> bool:
        """Whether a fault strikes now; counts down its times."""
        if self._faults.active(name) is None:
            return False
        with self._fault_lock:
            return self._faults.consume(name) is not None


def _uploads(previous: Request | None) -> bool:
    return previous is not None and (previous.action == "Command" or bool(_command_of(previous)))


def _command_of(request: Request) -> str | None:
    """The CommandId of a Send to a pipeline."""
    if request.action != "Send" or request.body is None:
        return None
    stream = request.body.find(f"{{{envelope.RSP}}}Stream")
    return stream.get("CommandId") if stream is not None else None


def _last_leg(gate: Gatekeeper) -> tuple[tuple[str, str], ...]:
    leg = gate.take_last_leg()
    return (("WWW-Authenticate", leg),) if leg else ()


def _write(wire: Wire, reply: Reply, traffic: _Traffic) -> None:
    traffic.log(reply.status, len(reply.body), cut=reply.cut)
    wire.write(reply)


def _reset(wire: Wire, traffic: _Traffic) -> None:
    traffic.log(cut=True)
    wire.reset()
