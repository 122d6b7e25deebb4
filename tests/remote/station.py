"""A WinRM endpoint of the lab whose scripts are played by Python functions: real sockets, real NTLM, no Windows."""

import json
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from iisfleet.inventory import Connection, Host, Secret
from iisfleet.remote.psrp import Limits, PsrpConnection, connect
from iisfleet.rendering.script import Script
from winlab.shell import Stopped, served
from winlab.wsman.credentials import Account, close_account, open_account
from winlab.wsman.endpoint import Endpoint
from winlab.wsman.http import Server
from winlab.wsman.recorder import Recorder
from winlab.wsman.service import Service

QUICK = Limits(backoff=0.01, longest_backoff=0.02, receive_attempts=3, closing=2, stopping=5)
END = '{"end":true,"status":"ok"}'


def step(name: str, status: str = "ok", phase: str = "starting") -> str:
    return json.dumps({"step": name, "phase": phase, "status": status}, separators=(",", ":"))


@dataclass(frozen=True)
class Call(served.Call):
    """What a played script gets; ``write`` puts out a line."""

    write: served.Write


Play = Callable[[Call], object]


class PlayedShell(served.ServedShell):
    """A session whose scripts are a Python function."""

    def __init__(self, play: Play) -> None:
        super().__init__()
        self._play = play

    def carry_out(self, call: served.Call, write: served.Write) -> None:
        self._play(Call(**vars(call), write=write))
        if call.stopped.is_set():
            raise Stopped


class Switchboard:
    """Faults of the transport: name to options; ``times`` counts down."""

    def __init__(self) -> None:
        self.on: dict[str, dict[str, Any]] = {}

    def active(self, name: str) -> dict[str, Any] | None:
        return self.on.get(name)

    def consume(self, name: str) -> dict[str, Any] | None:
        options = self.on.get(name)
        if options is not None and "times" in options:
            options["times"] -= 1
            if options["times"] < 1:
                del self.on[name]
        return options


class Station:
    """One endpoint. ``play`` is what its scripts do."""

    def __init__(self, play: Play, tls: ssl.SSLContext | None = None) -> None:
        self.account: Account = open_account("station")
        self.faults = Switchboard()
        self.recorder = Recorder()
        self.bodies: list[bytes] = []
        self.recorder.on_body = lambda _direction, text: self.bodies.append(text)
        self.play = play
        self.connections = 0
        self._idle = threading.Condition()
        self._serving = 0
        self.service = Service(
            lambda: PlayedShell(lambda call: self.play(call)), lambda: self.faults.on.get("low-quota")
        )
        self.server = Server()
        self._endpoint = Endpoint(self.account, self.faults, self.service, self.recorder)
        self._exchange = self._endpoint._exchange
        self._endpoint._exchange = self._count_exchange  # type: ignore[method-assign]
        self.listener = self.server.listen(self._converse, tls=tls)
        self._open: list[PsrpConnection] = []

    def _converse(self, wire: Any) -> None:
        with self._idle:
            self.connections += 1
        self._endpoint.converse(wire)

    def _count_exchange(self, *exchange: Any) -> Any:
        with self._idle:
            self._serving += 1
        try:
            return self._exchange(*exchange)
        finally:
            with self._idle:
                self._serving -= 1
                self._idle.notify_all()

    def host(self, password: str | None = None, **settings: Any) -> Host:
        given = {
            "address": "127.0.0.1",
            "port": self.listener.port,
            "ssl": False,
            "auth": "ntlm",
            "username": self.account.username,
            "password": Secret.of(password or self.account.password),
            "operation_timeout": 2,
            "read_timeout": 5,
            "connect_timeout": 2,
            **settings,
        }
        return Host(name="web01", connection=Connection(**given))

    def connect(self, limits: Limits = QUICK, **settings: Any) -> PsrpConnection:
        connection = connect(self.host(**settings), limits)
        self._open.append(connection)
        return connection

    @property
    def actions(self) -> Counter[str]:
        """Requests by WSMan action; 'HTTP' are those of authentication. Counted once the last one is logged."""
        with self._idle:
            self._idle.wait_for(lambda: self._serving == 0, 2)
        return self.recorder.counts

    def hang_up(self) -> None:
        """Cuts every open connection; the shells live on."""
        with self.server._lock:
            wires = list(self.server._wires)
        for wire in wires:
            wire.shutdown()

    def vanish(self) -> None:
        """The machine is gone."""
        self.server.close()

    def close(self) -> None:
        for connection in self._open:
            connection.close()
        self.service.close()
        if not self.server._closing:
            self.server.close()
        close_account(self.account)


SCRIPT = Script("deploy/starting", "Invoke-Phase 'starting' { }")
