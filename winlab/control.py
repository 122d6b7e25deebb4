"""The control of a fleet in another process: one JSON object a line over a loopback socket, guarded by a token.

{"token": "...", "do": "break", "host": "lab01", "fault": "latency", "options": {"seconds": 1}}
{"result": ...} | {"error": "..."}
"""

import hmac
import json
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any

from winlab.fleet import Fleet, LabHost, UnknownHost
from winlab.windows.errors import MachineError
from winlab.wsman.http import Server, Wire

SECONDS = 120.0  # for a reset of a large fleet


class ControlError(Exception):
    """The fleet does not answer, or refuses; the text is for the person."""


class Control:
    """Answers commands for a fleet. `stopping` is set when somebody said stop."""

    def __init__(self, fleet: Fleet) -> None:
        self.token = secrets.token_urlsafe(24)
        self.stopping = threading.Event()
        self._fleet = fleet
        self._server = Server()
        self.port = self._server.listen(self._converse).port
        self._commands: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
            "status": self._status,
            "reset": self._reset,
            "break": self._break,
            "repair": self._repair,
            "call": self._call,
            "stop": lambda _: self.stopping.set(),
        }

    def close(self) -> None:
        """Stop answering."""
        self._server.close()

    def _converse(self, wire: Wire) -> None:
        while line := wire.read_line():
            wire.send(json.dumps(self._answer(line)).encode() + b"\n")

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            request = json.loads(line)
            if not hmac.compare_digest(str(request.get("token")), self.token):
                return {"error": "the token is wrong"}
            command = self._commands.get(str(request.get("do")))
            if command is None:
                return {"error": f"unknown command; there are {', '.join(self._commands)}"}
            return {"result": command(request)}
        except KeyError as error:
            return {"error": f"{error.args[0]} is missing"}
        except (MachineError, UnknownHost, OSError, ValueError, TypeError, AttributeError) as error:
            return {"error": str(error)}

    def _hosts(self, request: Mapping[str, Any]) -> tuple[LabHost, ...]:
        """The hosts that a command is about: `host` (one or several, by comma), or all."""
        wanted = [name for name in str(request.get("host") or "").split(",") if name]
        return tuple(self._fleet.host(name) for name in wanted) or self._fleet.hosts

    def _status(self, _: Mapping[str, Any]) -> dict[str, Any]:
        state = self._fleet.describe()
        for host in self._fleet.hosts:
            state["hosts"][host.name] |= {
                "faults": host.machine.faults.all(),
                "shells": len(host.service.shells),
                "requests": dict(host.recorder.counts),
            }
        return state

    def _reset(self, request: Mapping[str, Any]) -> list[str]:
        hosts = [host.name for host in self._hosts(request)]
        self._fleet.reset(hosts)
        return hosts

    def _break(self, request: Mapping[str, Any]) -> list[str]:
        for host in self._hosts(request):
            try:
                host.machine.break_down(str(request["fault"]), request.get("options"))
            except (MachineError, OSError) as error:
                raise MachineError(f"{host.name}: {error}") from error
        return [host.name for host in self._hosts(request)]

    def _repair(self, request: Mapping[str, Any]) -> list[str]:
        for host in self._hosts(request):
            host.machine.repair(request.get("fault"))
        return [host.name for host in self._hosts(request)]

    def _call(self, request: Mapping[str, Any]) -> Any:
        machine = self._fleet.host(str(request["host"])).machine
        return machine.call(str(request["method"]), request.get("params"))


def ask(port: int, token: str, do: str, **parameters: Any) -> Any:
    """Send one command to a fleet. Raises ControlError."""
    request = json.dumps({"token": token, "do": do, **parameters}).encode() + b"\n"
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
            connection.sendall(request)
            line = connection.makefile("rb").readline()
    except OSError as error:
        raise ControlError(f"the fleet does not answer on its control port {port}: {error}") from error
    answer = json.loads(line) if line else {"error": "the fleet closed the connection"}
    if "error" in answer:
        raise ControlError(answer["error"])
    return answer["result"]
