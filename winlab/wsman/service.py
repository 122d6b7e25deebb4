"""The WinRM service of one host: shells, commands, quotas; SOAP in, SOAP out. It knows no socket."""

import contextlib
import itertools
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from winlab.shell import Received, Shell
from winlab.wsman import envelope
from winlab.wsman.envelope import PWSH, RSP, WSMAN, Request

# Codes of WSManFault, as pypsrp and Windows clients know them (reference/psrp.md; winerror names in wsmerror.h).
NOTHING_YET = 2150858793  # 0x80338029 ERROR_WSMAN_OPERATION_TIMEDOUT
SHELL_NOT_FOUND = 2150858843  # 0x8033805B ERROR_WSMAN_UNEXPECTED_SELECTORS
TOO_MANY_SHELLS = 2150859173  # 0x803381A5 ERROR_WSMAN_QUOTA_MAX_SHELLS_PERUSER
TOO_MANY_COMMANDS = 2150859174  # 0x803381A6 ERROR_WSMAN_QUOTA_MAX_OPERATIONS
ABORTED = 995  # ERROR_OPERATION_ABORTED: the process of the shell has gone
INTERNAL = 1359  # ERROR_INTERNAL_ERROR

MAX_SHELLS = 30
MAX_COMMANDS = 1500
IDLE_SECONDS = 7200.0
SLICE = 1.0  # how long a waiting Receive sleeps before it looks whether its client is still there

_STATE = f"{RSP}/CommandState/"


class Refused(Exception):
    """A WSManFault for the client."""

    def __init__(self, code: int, message: str, subcode: str = "w:InternalError") -> None:
        super().__init__(message)
        self.code, self.subcode = code, subcode


class Lost(Exception):
    """The client of a waiting Receive has left, or asks again on another connection."""


@dataclass(frozen=True)
class Answer:
    """SOAP text; what a Receive took away is in it; `lost`: call it if the answer could not be sent."""

    text: bytes = field(repr=False)
    received: Received | None = None
    lost: Callable[[], None] = lambda: None


class Outbox:
    """What one pipeline (or the pool) has for Receive. One Receive at a time; a newer one replaces an older."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns = itertools.count(1)
        self._newest = 0
        self._kept = Received()

    def take(self, receive: Callable[[float], Received], timeout: float, alive: Callable[[], bool]) -> Received | None:
        """Wait for something; None after `timeout` seconds. Raises Lost; what had come is kept for the next."""
        self._newest = mine = next(self._turns)
        deadline = time.monotonic() + timeout
        with self._lock:
            while self._newest == mine and alive():
                if self._kept.data or self._kept.done:
                    return self._pop()
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                self._kept = receive(min(left, SLICE))
            raise Lost

    def put_back(self, received: Received) -> None:
        """The answer did not arrive: it comes again with the next Receive."""
        with self._lock:
            self._kept = Received([*received.data, *self._kept.data], received.done or self._kept.done)

    def _pop(self) -> Received:
        taken, self._kept = self._kept, Received()
        return taken


@dataclass(eq=False)
class OpenShell:
    """One WSMan shell."""

    id: str
    shell: Shell
    resource: str
    owner: str
    peer: str
    idle_seconds: float
    session: str
    created: float = field(default_factory=time.monotonic)
    used: float = field(default_factory=time.monotonic)
    busy: int = 0
    connected: bool = True
    commands: set[uuid.UUID] = field(default_factory=set)
    outboxes: dict[uuid.UUID | None, Outbox] = field(default_factory=dict)


class Service:
    """The shells of one host.

    open_shell: makes the engine's session for a new shell; quotas: options of the fault low-quota, or None.
    """

    def __init__(
        self, open_shell: Callable[[], Shell], quotas: Callable[[], Mapping[str, Any] | None] = lambda: None
    ) -> None:
        self._open_shell = open_shell
        self._quotas = quotas
        self._shells: dict[uuid.UUID, OpenShell] = {}
        self._opening = 0
        self._lock = threading.Lock()
        self._actions: Mapping[str, Callable[[Request, OpenShell], str]] = {
            "Command": self._command,
            "Send": self._send,
            "Signal": self._signal,
            "Delete": self._delete,
            "Disconnect": self._disconnect,
            "Reconnect": self._reconnect,
        }

    def handle(self, request: Request, user: str, peer: str, alive: Callable[[], bool] = lambda: True) -> Answer:
        """Carry out one request. Raises Refused (answer with a fault) and Lost (answer nothing)."""
        if request.action == "Identify":
            return Answer(envelope.identify())
        if request.action == "Create":
            return Answer(envelope.answer(request, self._create(request, user, peer)))
        if request.action == "Enumerate":
            return Answer(envelope.answer(request, self._enumerate(request)))
        if request.action == "Get" and request.resource.endswith("/config"):
            return Answer(envelope.answer(request, self._config()))
        return self._with_shell(request, alive)

    def end_idle(self) -> None:
        """End the shells that nobody used for their IdleTimeOut."""
        now = time.monotonic()
        with self._lock:
            idle = [key for key, s in self._shells.items() if not s.busy and now - s.used >= s.idle_seconds]
            ended = [self._shells.pop(key) for key in idle]
        for entry in ended:  # in threads: the caller accepts connections for all hosts meanwhile
            threading.Thread(target=entry.shell.close, name="winlab-idle", daemon=True).start()

    def close(self) -> None:
        """End every shell, as a restart of WinRM does."""
        for entry in self._forget_all():
            entry.shell.close()

    def kill(self) -> None:
        """End every shell, as a shutdown of Windows does."""
        for entry in self._forget_all():
            entry.shell.kill()

    def _forget_all(self) -> list[OpenShell]:
        with self._lock:
            ended = list(self._shells.values())
            self._shells.clear()
        return ended

    @property
    def shells(self) -> list[str]:
        """The ids of the open shells."""
        with self._lock:
            return [entry.id for entry in self._shells.values()]

    @property
    def envelope_bytes(self) -> int:
        """The largest SOAP envelope that the service takes (MaxEnvelopeSizekb)."""
        quotas = self._quotas()
        return int(quotas["envelope"]) if quotas else 500 * 1024

    def _with_shell(self, request: Request, alive: Callable[[], bool]) -> Answer:
        key = envelope.parse_uuid(request.shell)
        with self._lock:
            entry = self._shells.get(key)
            if entry is None:
                raise Refused(SHELL_NOT_FOUND, _NO_SHELL, "w:InvalidSelectors")
            entry.busy += 1
        try:
            if request.action == "Receive":
                return self._receive(request, entry, lambda: alive() and self._shells.get(key) is entry)
            if request.action == "Get":
                return Answer(envelope.answer(request, _describe(entry)))
            if request.action not in self._actions:
                raise Refused(INTERNAL, f"not emulated: the action {request.action}", "a:ActionNotSupported")
            return Answer(envelope.answer(request, self._actions[request.action](request, entry)))
        finally:
            with self._lock:
                entry.busy -= 1
                entry.used = time.monotonic()

    def _create(self, request: Request, user: str, peer: str) -> str:
        wanted = _content(request, "Shell")
        identity = wanted.get("ShellId") or str(uuid.uuid4()).upper()
        idle = envelope.seconds(wanted.findtext(f"{{{RSP}}}IdleTimeOut") or "")
        entry = OpenShell(
            identity, self._open_shell(), request.resource, user, peer, idle or IDLE_SECONDS, request.session
        )
        with self._room():
            try:
                entry.shell.open(envelope.decode(wanted.findtext(f"{{{PWSH}}}creationXml")))
            except BaseException:
                entry.shell.close()
                raise
            with self._lock:
                self._shells[envelope.parse_uuid(identity)] = entry
        return _created(entry) + _describe(entry)

    @contextlib.contextmanager
    def _room(self) -> Iterator[None]:
        """Room for one more shell while it opens. Raises Refused."""
        quotas = self._quotas()
        limit = int(quotas["shells"]) if quotas else MAX_SHELLS
        with self._lock:
            if len(self._shells) + self._opening >= limit:
                raise Refused(TOO_MANY_SHELLS, _TOO_MANY.format(limit=limit), "w:QuotaLimit")
            self._opening += 1
        try:
            yield
        finally:
            with self._lock:
                self._opening -= 1

    def _command(self, request: Request, entry: OpenShell) -> str:
        line = _content(request, "CommandLine")
        identity = line.get("CommandId") or str(uuid.uuid4()).upper()
        pipeline = envelope.parse_uuid(identity)
        if len(entry.commands) >= MAX_COMMANDS:
            raise Refused(TOO_MANY_COMMANDS, f"This user is allowed {MAX_COMMANDS} concurrent operations.")
        entry.shell.command(pipeline, envelope.decode(line.findtext(f"{{{RSP}}}Arguments")))
        entry.commands.add(pipeline)
        body = envelope.element("rsp:CommandId", identity)
        return f"<rsp:CommandResponse>{body}</rsp:CommandResponse>"

    def _send(self, request: Request, entry: OpenShell) -> str:
        for stream in _content(request, "Send").iterfind(f"{{{RSP}}}Stream"):
            command = stream.get("CommandId")
            pipeline = envelope.parse_uuid(command) if command else None
            entry.shell.send(pipeline, envelope.decode(stream.text))
        return "<rsp:SendResponse/>"

    def _receive(self, request: Request, entry: OpenShell, alive: Callable[[], bool]) -> Answer:
        wanted = _content(request, "Receive").find(f"{{{RSP}}}DesiredStream")
        command = wanted.get("CommandId") if wanted is not None else None
        pipeline = envelope.parse_uuid(command) if command else None
        outbox = entry.outboxes.setdefault(pipeline, Outbox())
        received = outbox.take(lambda timeout: entry.shell.receive(pipeline, timeout), request.timeout, alive)
        if received is None:
            raise Refused(NOTHING_YET, "The operation did not end within its time-out.", "w:TimedOut")
        state = "Done" if received.done else "Running"
        body = envelope.streams("stdout", received.data, command)
        if command:
            body += envelope.element("rsp:CommandState", CommandId=command, State=_STATE + state)
        text = envelope.answer(request, f"<rsp:ReceiveResponse>{body}</rsp:ReceiveResponse>")
        return Answer(text, received, lambda: outbox.put_back(received))

    def _signal(self, request: Request, entry: OpenShell) -> str:
        signal = _content(request, "Signal")
        pipeline = envelope.parse_uuid(signal.get("CommandId"))
        terminate = (signal.findtext(f"{{{RSP}}}Code") or "").lower().endswith("/terminate")
        entry.shell.signal(pipeline, terminate)
        if terminate:
            entry.commands.discard(pipeline)
            entry.outboxes.pop(pipeline, None)
        return "<rsp:SignalResponse/>"

    def _delete(self, _: Request, entry: OpenShell) -> str:
        with self._lock:
            self._shells.pop(envelope.parse_uuid(entry.id), None)
        entry.shell.close()
        return ""

    def _disconnect(self, request: Request, entry: OpenShell) -> str:
        entry.connected = False
        idle = envelope.seconds(_content(request, "Disconnect").findtext(f"{{{RSP}}}IdleTimeOut") or "")
        entry.idle_seconds = idle or entry.idle_seconds
        return "<rsp:DisconnectResponse/>"

    def _reconnect(self, _: Request, entry: OpenShell) -> str:
        entry.connected = True
        return "<rsp:ReconnectResponse/>"

    def _enumerate(self, request: Request) -> str:
        with self._lock:
            entries = list(self._shells.values())
        if request.resource.endswith("/Command"):
            wanted = [s.text for s in request.body.iter(f"{{{WSMAN}}}Selector")] if request.body is not None else []
            entries = [entry for entry in entries if entry.id in wanted]
            items = "".join(_describe_command(e, c) for e in entries for c in sorted(e.commands))
        else:
            items = "".join(_describe(entry) for entry in entries)
        return (
            f"<n:EnumerateResponse><n:EnumerationContext/><w:Items>{items}</w:Items><w:EndOfSequence/>"
            "</n:EnumerateResponse>"
        )

    def _config(self) -> str:
        quotas = self._quotas()
        size = envelope.element("cfg:MaxEnvelopeSizekb", str(self.envelope_bytes // 1024))
        shells = envelope.element("cfg:MaxShellsPerUser", str(quotas["shells"] if quotas else MAX_SHELLS))
        return (
            f"<cfg:Config>{size}<cfg:MaxTimeoutms>1800000</cfg:MaxTimeoutms>"
            f"<cfg:Winrs>{shells}</cfg:Winrs></cfg:Config>"
        )


_NO_SHELL = (
    "The request for the Windows Remote Shell with this ShellId failed because the shell was not found on the "
    "server. Possible causes are: the specified ShellId is incorrect or the shell no longer exists on the server."
)
_TOO_MANY = (
    "This user is allowed a maximum number of {limit} concurrent shells, which has been exceeded. "
    "Close existing shells or raise the quota for this user."
)


def _content(request: Request, name: str) -> etree._Element:
    if request.body is None or request.body.tag != f"{{{RSP}}}{name}":
        raise envelope.BadEnvelope(f"{request.action} without rsp:{name}")
    return request.body


def _created(entry: OpenShell) -> str:
    selector = envelope.element("w:Selector", entry.id, Name="ShellId")
    resource = envelope.element("w:ResourceURI", entry.resource)
    return (
        f"<x:ResourceCreated><a:Address>{envelope.WSA}/role/anonymous</a:Address><a:ReferenceParameters>"
        f"{resource}<w:SelectorSet>{selector}</w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>"
    )


def _describe(entry: OpenShell) -> str:
    now = time.monotonic()
    fields = {
        "ShellId": entry.id,
        "ResourceUri": entry.resource,
        "Owner": entry.owner,
        "ClientIP": entry.peer,
        "IdleTimeOut": f"PT{entry.idle_seconds:.3f}S",
        "InputStreams": "stdin pr",
        "OutputStreams": "stdout",
        "State": "Connected" if entry.connected else "Disconnected",
        "ShellRunTime": f"P0DT0H0M{int(now - entry.created)}S",
        "ShellInactivity": f"P0DT0H0M{int(now - entry.used)}S",
    }
    body = "".join(envelope.element(f"rsp:{name}", value) for name, value in fields.items())
    return f"<rsp:Shell>{body}</rsp:Shell>"


def _describe_command(entry: OpenShell, command: uuid.UUID) -> str:
    body = envelope.element("rsp:ShellId", entry.id) + envelope.element("rsp:CommandId", str(command).upper())
    return f"<rsp:Command>{body}</rsp:Command>"
