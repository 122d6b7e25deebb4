"""An endpoint with an emulated shell behind it, and the real client in front of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pypsrp.powershell import PowerShell, RunspacePool
from pypsrp.wsman import WSMan

from tests.winlab.steps import Stage
from winlab.shell.emulated import open_shell
from winlab.wsman.certificate import make_certificate, server_context
from winlab.wsman.credentials import Account, close_account, open_account
from winlab.wsman.endpoint import Endpoint
from winlab.wsman.http import Server
from winlab.wsman.recorder import Recorder
from winlab.wsman.service import Service


class Faults:
    """Faults in memory."""

    def __init__(self) -> None:
        self.on: dict[str, dict[str, Any]] = {}

    def active(self, name: str) -> dict[str, Any] | None:
        return self.on.get(name)

    def consume(self, name: str) -> dict[str, Any] | None:
        return self.on.pop(name, None)


@dataclass
class Lab:
    """One endpoint; `client` makes a connection of the real client to it."""

    account: Account
    service: Service
    recorder: Recorder
    faults: Faults
    stage: Stage
    port: int
    certificate: Path | None = None
    clients: list[WSMan] = field(default_factory=list)

    def client(self, **options: Any) -> WSMan:
        wanted = {
            "username": self.account.username,
            "password": self.account.password,
            "ssl": self.certificate is not None,
            "auth": "ntlm",
            **options,
        }
        self.clients.append(WSMan("127.0.0.1", port=self.port, **wanted))
        return self.clients[-1]

    def pool(self, **options: Any) -> RunspacePool:
        pool = RunspacePool(self.client(**options))
        pool.open()
        return pool


@pytest.fixture
def make_lab(tmp_path: Path) -> Iterator[Callable[..., Lab]]:
    closing: list[Callable[[], Any]] = []

    def make(*, tls: bool = False) -> Lab:
        stage, faults, recorder, account = Stage(), Faults(), Recorder(), open_account()
        service = Service(lambda: open_shell(stage), lambda: faults.active("low-quota"))  # type: ignore[arg-type]
        certificate = make_certificate(tmp_path / "endpoint.pem") if tls else None
        server = Server(service.end_idle)
        endpoint = Endpoint(account, faults, service, recorder)
        listener = server.listen(endpoint.converse, tls=server_context(certificate) if certificate else None)
        lab = Lab(account, service, recorder, faults, stage, listener.port, certificate)
        closing.extend((lambda: close_account(account), service.close, server.close, stage.go.set))
        closing.append(lambda: [client.close() for client in lab.clients])
        return lab

    yield make
    for close in reversed(closing):
        close()


@pytest.fixture
def lab(make_lab: Callable[..., Lab]) -> Lab:
    return make_lab()


def invoke(pool: RunspacePool, text: str, content: Any = None, **parameters: Any) -> list[str]:
    """The output of a script; the pipeline is closed."""
    shell = begin(pool, text, content, **parameters)
    shell.end_invoke()
    shell.close()
    return [str(line) for line in shell.output]


def begin(pool: RunspacePool, text: str, content: Any = None, **parameters: Any) -> PowerShell:
    shell = PowerShell(pool)
    shell.add_script(text, use_local_scope=True).add_parameters(parameters)
    shell.begin_invoke(content)
    return shell
