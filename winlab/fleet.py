"""A fleet of emulated hosts in this process: machines, their WinRM endpoints, one engine.

    with Fleet(root, ["lab01", "lab02"], engine="emulated") as fleet:
        fleet.host("lab01").endpoint

`winlab.background` runs one in a process of its own.
"""

import importlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from winlab.engine import choose_engine
from winlab.shell import Shell
from winlab.shell.detached import detached_runner
from winlab.web.apps import find_dotnet
from winlab.web.front import Front
from winlab.windows.machine import Machine
from winlab.wsman.certificate import make_certificate, server_context
from winlab.wsman.credentials import close_account, open_account
from winlab.wsman.endpoint import Endpoint as WsmanEndpoint
from winlab.wsman.http import Listener, Server
from winlab.wsman.recorder import Recorder
from winlab.wsman.service import Service


class UnknownHost(Exception):
    """The fleet has no host of this name."""


@dataclass(frozen=True)
class Endpoint:
    """Where a host is reached over WinRM."""

    address: str
    port: int
    ssl: bool
    username: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class LabHost:
    """One host of the fleet. recorder: every request of its endpoint; service: its open shells."""

    name: str
    machine: Machine
    endpoint: Endpoint
    recorder: Recorder
    service: Service
    listener: Listener

    def describe(self) -> dict[str, Any]:
        """The host as in fleet.json, without the password."""
        return {
            "address": self.endpoint.address,
            "port": self.endpoint.port,
            "ssl": self.endpoint.ssl,
            "username": self.endpoint.username,
            "profile": self.machine.facts["profile"],
            "front": front_urls(self.machine),
        }


class Fleet:
    """Hosts under `root`/hosts, created with `profile` where they are not there yet. Use it in a with statement.

    tls: endpoints speak HTTPS with the self-signed certificate at `certificate`. Raises NoEngine.
    """

    def __init__(
        self, root: Path, hosts: Iterable[str], *, engine: str = "auto", profile: str = "ready", tls: bool = False
    ) -> None:
        self.root = root
        self.engine = choose_engine(engine)
        self.profile = profile
        self.certificate = root / "endpoint.pem" if tls else None
        self._names = tuple(hosts)
        self._hosts: dict[str, LabHost] = {}

    def __enter__(self) -> Self:
        self.root.mkdir(parents=True, exist_ok=True)
        self._account = open_account()
        self.password_file = write_private(self.root / "password", self._account.password)
        self._server = Server(self._tick)
        self._tls = server_context(make_certificate(self.certificate)) if self.certificate else None
        self._open_shell = _engine_of(self.engine.name)
        try:
            for name in self._names:
                self._hosts[name.lower()] = self._start(name)
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    @property
    def hosts(self) -> tuple[LabHost, ...]:
        """All hosts, in the order they were named."""
        return tuple(self._hosts.values())

    def host(self, name: str) -> LabHost:
        """Raises UnknownHost."""
        found = self._hosts.get(name.lower())
        if found is None:
            raise UnknownHost(f"the fleet has no host {name}; it has {', '.join(h.name for h in self.hosts)}")
        return found

    def reset(self, names: Iterable[str] = ()) -> None:
        """Back to what the profile made: hosts named, or all. Sessions end; ports and accounts stay."""
        for host in [self.host(name) for name in names] or self.hosts:
            host.service.close()
            host.machine.reset()
            host.recorder.clear()

    def describe(self) -> dict[str, Any]:
        """The fleet as in fleet.json."""
        return {
            "engine": self.engine.name,
            "why": self.engine.why,
            "hosts": {h.name: {**h.describe(), "password_file": str(self.password_file)} for h in self.hosts},
        }

    def _start(self, name: str) -> LabHost:
        machine = _machine(self.root / "hosts" / name, name, self.profile, _apps(self.engine.name))
        machine.front = Front(machine)
        machine.shares.folder = self.root / "shares"
        recorder = Recorder()
        service = Service(self._opener(machine), lambda: machine.faults.active("low-quota"))
        serving = WsmanEndpoint(self._account, machine.faults, service, recorder, machine.power)
        listener = self._server.listen(serving.converse, tls=self._tls)
        machine.tasks.runner = detached_runner(self.engine.name)
        machine.power.end_sessions = lambda: self._end_sessions(listener, service)
        account = self._account
        endpoint = Endpoint(
            listener.address, listener.port, listener.tls is not None, account.username, account.password
        )
        return LabHost(name, machine, endpoint, recorder, service, listener)

    def _opener(self, machine: Machine) -> Callable[[], Shell]:
        return lambda: self._open_shell(machine)

    def _end_sessions(self, listener: Listener, service: Service) -> None:
        self._server.cut(listener)
        service.kill()

    def _tick(self) -> None:
        for host in self.hosts:
            host.service.end_idle()

    def _close(self) -> None:
        for host in self.hosts:
            host.service.close()  # first: a Receive that waits ends at once
        self._server.close()
        for host in self.hosts:
            host.service.close()  # whatever was opened in that moment
            host.machine.close()
        close_account(self._account)
        for path in (self.password_file, self.certificate):
            if path is not None:
                path.unlink(missing_ok=True)


def front_urls(machine: Machine) -> Mapping[str, str]:
    """Where this computer's browser finds each binding of the started sites: 'http *:80:' -> 'http://127.0.0.1:..'."""
    places = machine.front.endpoints()
    return {name: f"{name.split()[0]}://{address}:{port}" for name, (address, port) in places.items()}


def write_private(path: Path, text: str) -> Path:
    """Write a file that only its owner may read, by rename."""
    new = path.with_name(f".{path.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    new.replace(path)
    return path


def _machine(folder: Path, name: str, profile: str, apps: str) -> Machine:
    if (folder / "facts.json").exists():
        return Machine.load(folder, engine=apps)
    return Machine.create(folder, name, profile, engine=apps)


def _apps(engine: str) -> str:
    """Who answers for applications: the real one where scripts are real too and dotnet is there."""
    return "dotnet" if engine == "pwsh" and find_dotnet() else "emulated"


def _engine_of(name: str) -> Callable[[Machine], Shell]:
    """Imported late: the bridge to PowerShell is not needed where there is none."""
    opener: Callable[[Machine], Shell] = importlib.import_module(f"winlab.shell.{name}").open_shell
    return opener
