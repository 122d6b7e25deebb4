"""The connection against real PowerShell behind the lab's endpoint."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from iisfleet.errors import Interrupted
from iisfleet.inventory import Connection, Host, Secret
from iisfleet.remote.psrp import PsrpConnection, connect
from iisfleet.rendering.script import Script
from tests.remote.station import END, QUICK, step
from winlab.fleet import Fleet


@pytest.fixture(scope="module")
def host(pwsh: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    root: Path = tmp_path_factory.mktemp("fleet")
    with Fleet(root, ["web01"], engine="pwsh") as fleet:
        endpoint = fleet.host("web01").endpoint
        yield Host(
            name="web01",
            connection=Connection(
                address=endpoint.address,
                port=endpoint.port,
                ssl=False,
                auth="ntlm",
                username=endpoint.username,
                password=Secret.of(endpoint.password),
            ),
        )


@pytest.fixture
def connection(host: Host) -> Iterator[PsrpConnection]:
    opened = connect(host, QUICK)
    yield opened
    opened.close()


def lines(*text: str) -> str:
    return "\n".join(f"'{line}'" for line in text)


def test_parameters_and_content_reach_the_script(connection: PsrpConnection) -> None:
    text = """
param([System.Collections.IDictionary] $Secrets = @{}, [switch] $WhatIf)
$Content = @($input)
$plain = (New-Object System.Management.Automation.PSCredential 'x', $Secrets['shop/B']).GetNetworkCredential().Password
$size = 0
foreach ($chunk in $Content) { $size += ([byte[]] $chunk).Length }
$data = @{ length = $plain.Length; type = $Secrets['shop/B'].GetType().Name; whatif = "$WhatIf"; size = $size }
ConvertTo-Json @{ step = 'X'; phase = 'starting'; status = 'ok'; data = $data } -Compress
'{"end":true,"status":"ok"}'
"""
    secrets = {"shop/B": Secret.of("p\u00e4ss'w\u00f6rd \U0001f600")}

    result = connection.run(Script("x", text), secrets=secrets, content=[bytes(700_000)], what_if=True)

    assert result.failed is None
    data = {"length": 12, "type": "SecureString", "whatif": "True", "size": 700_000}
    assert result.steps[0].data == data


@pytest.mark.parametrize(
    ("text", "completed", "words"),
    [
        ("\nthrow 'broken'", False, "broken (at <ScriptBlock>, <No file>: line 2)"),
        ("if (", False, "Missing"),
        (f"$ErrorActionPreference = 'Continue'\nWrite-Error 'odd'\n{lines(END)}", True, "odd"),
        (f"Write-Host 'chatter'\n'text'\n{lines(END)}", True, "text"),
    ],
)
def test_what_a_script_does_wrong_is_told(connection: PsrpConnection, text: str, completed: bool, words: str) -> None:
    result = connection.run(Script("x", text))

    assert result.completed is completed
    assert result.failed is not None
    assert result.failed.error is not None
    assert words in (result.failed.error.found or "")


def test_stop_runs_finally_and_leaves_the_session_usable(connection: PsrpConnection, tmp_path: Path) -> None:
    mark = tmp_path / "cleaned"
    text = f"{lines(step('A'))}\ntry {{ Start-Sleep -Seconds 60 }} finally {{ Set-Content '{mark}' 'x' }}\n{lines(END)}"
    running = threading.Event()

    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(connection.run, Script("x", text), on_step=lambda _: running.set())
        assert running.wait(30)
        connection.stop()
        with pytest.raises(Interrupted):
            outcome.result(30)

    assert mark.exists()
    assert connection.run(Script("x", lines(END))).completed
