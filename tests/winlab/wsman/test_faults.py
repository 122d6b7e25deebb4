"""Faults of the transport, as the real client meets them."""

import json
import time
from collections.abc import Iterator

import pytest
import requests
from pypsrp.exceptions import AuthenticationError, WinRMTransportError, WSManFaultError
from pypsrp.powershell import PowerShell, RunspacePool

from tests.winlab.steps import script
from tests.winlab.wsman.conftest import Lab, begin, invoke
from winlab.wsman import service

ECHO = script("Invoke-Step 'Test-Echo' @{ Name = 'x' }")


def fresh_connection(pool: RunspacePool) -> None:
    """What a client does after a transport error (reference/psrp.md, Keeping a session alive)."""
    pool.connection.transport.encryption = None
    pool.connection.transport.session.close()
    pool.connection.transport.session = None


def chunks(count: int) -> Iterator[list[bytes]]:
    for _ in range(count):
        yield [b"x" * 200_000]


@pytest.mark.parametrize("after", [0, 2])
def test_an_upload_is_cut(lab: Lab, after: int) -> None:
    pool = lab.pool()
    lab.recorder.clear()
    lab.faults.on["cut-upload"] = {"times": 1, "after": after}

    with pytest.raises(requests.exceptions.ConnectionError):
        begin(pool, ECHO, chunks(5))

    assert lab.recorder.counts["Send"] == after + 1
    assert lab.recorder.exchanges[-1].cut
    fresh_connection(pool)
    assert json.loads(invoke(pool, ECHO, chunks(5))[0])["data"]["bytes"] == 1_000_000


def test_a_cut_script_goes_on_and_its_output_is_kept(lab: Lab) -> None:
    pool = lab.pool()
    lab.faults.on["cut-script"] = {"times": 1, "phase": "starting", "after": 0}
    shell = begin(pool, ECHO + script("Invoke-Step 'Test-Wait' @{ Name = 'w' }", phase="publishing"))

    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        shell.poll_invoke()
    fresh_connection(pool)
    lab.stage.go.set()
    shell.end_invoke()

    assert lab.stage.done == ["w"]
    assert [json.loads(line).get("step") for line in shell.output] == ["Test-Echo", "Test-Wait", None]


def test_a_script_is_cut_in_the_phase_that_is_named(lab: Lab) -> None:
    pool = lab.pool()
    lab.faults.on["cut-script"] = {"times": 1, "phase": "publishing", "after": 0}

    assert json.loads(invoke(pool, ECHO)[-1])["status"] == "ok"
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        invoke(pool, script("Invoke-Step 'Test-Echo' @{ Name = 'x' }", phase="publishing"))


def test_a_client_that_left_takes_no_output_with_it(lab: Lab) -> None:
    pool = lab.pool()
    shell = begin(pool, script("Invoke-Step 'Test-Wait' @{ Name = 'w' }"))
    with pytest.raises(requests.exceptions.ReadTimeout):
        pool.connection.transport.send(_receive_text(pool, shell), timeout=(5, 0.3))
    fresh_connection(pool)

    lab.stage.go.set()
    shell.end_invoke()

    assert len(shell.output) == 2


def _receive_text(pool: RunspacePool, shell: PowerShell) -> bytes:
    """The envelope of a Receive, caught on its way out."""
    sent: list[bytes] = []
    transport = pool.connection.transport
    original, transport.send = transport.send, lambda text, **_: sent.append(text) or b""
    try:
        pool.shell.receive("stdout", command_id=shell._command_id)
    except Exception:  # noqa: BLE001 - there is no answer to parse
        pass
    finally:
        transport.send = original
    return sent[0]


def test_latency(lab: Lab) -> None:
    pool = lab.pool()
    lab.faults.on["latency"] = {"seconds": 0.2}
    started = time.monotonic()

    pool.close()

    assert time.monotonic() - started >= 0.2


def test_low_quotas(lab: Lab) -> None:
    lab.faults.on["low-quota"] = {"envelope": 32768, "shells": 1}
    first = lab.pool()
    with pytest.raises(WSManFaultError) as caught:
        lab.pool()
    with pytest.raises(WinRMTransportError) as too_large:
        begin(first, ECHO, chunks(1))

    assert caught.value.code == service.TOO_MANY_SHELLS
    assert too_large.value.code == 413


def test_413_once_and_the_connection_lives(lab: Lab) -> None:
    pool = lab.pool()
    lab.faults.on["413"] = {"bytes": 65536, "times": 1}

    with pytest.raises(WinRMTransportError) as caught:
        begin(pool, ECHO, chunks(1))

    assert caught.value.code == 413
    assert json.loads(invoke(pool, ECHO)[-1])["status"] == "ok"


def test_503_once(lab: Lab) -> None:
    lab.faults.on["503"] = {"times": 1}

    with pytest.raises(WinRMTransportError) as caught:
        lab.pool()

    assert caught.value.code == 503
    assert lab.pool().is_alive()


def test_an_account_without_rights(lab: Lab) -> None:
    lab.faults.on["unauthorised"] = {}

    with pytest.raises(AuthenticationError):
        lab.pool()
