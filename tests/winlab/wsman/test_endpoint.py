"""The real client against the endpoint: what it costs, what travels, what is refused."""

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from pypsrp.exceptions import AuthenticationError, WinRMTransportError, WSManFaultError
from pypsrp.powershell import PSInvocationState, RunspacePool
from pypsrp.serializer import TaggedValue

from tests.winlab.steps import script
from tests.winlab.wsman.conftest import Lab, begin, invoke
from winlab.wsman import service

ECHO = script("Invoke-Step 'Test-Echo' @{ Name = 'x' }")
WAIT = script("Invoke-Step 'Test-Wait' @{ Name = 'w' }")


def data(lines: list[str]) -> dict[str, Any]:
    return dict(json.loads(lines[0])["data"])


def test_requests_cost_what_they_cost_on_windows(lab: Lab) -> None:
    pool = lab.pool()
    opened = lab.recorder.counts
    lab.recorder.clear()
    invoke(pool, ECHO)
    ran = lab.recorder.counts
    pool.close()

    assert opened == {"HTTP": 3, "Create": 1, "Receive": 1}
    assert ran["Command"] == ran["Signal"] == 1
    assert ran["Receive"] <= 3  # a line each, and the end: as many as the client is quick enough to ask for
    assert lab.recorder.counts["Delete"] == 1
    assert lab.service.shells == []


@pytest.mark.parametrize("auth", ["ntlm", "negotiate"])
def test_bodies_are_encrypted_and_the_recorder_sees_them_open(lab: Lab, auth: str) -> None:
    seen: list[tuple[str, bytes]] = []
    lab.recorder.on_body = lambda direction, text: seen.append((direction, text))

    pool = lab.pool(auth=auth)
    invoke(pool, ECHO)

    assert pool.connection.transport.encryption is not None
    assert {direction for direction, _ in seen} == {"in", "out"}
    assert any(b"CommandLine" in text for _, text in seen)


def test_several_pipelines_in_one_session(lab: Lab) -> None:
    pool = lab.pool()

    results = [data(invoke(pool, ECHO, WhatIf=flag)) for flag in (False, True)]

    assert [result["whatif"] for result in results] == [False, True]


def test_secrets_arrive_and_never_travel_in_the_clear(lab: Lab) -> None:
    canary = "hunter2-canary"
    bodies: list[bytes] = []
    lab.recorder.on_body = lambda _, text: bodies.append(text)
    pool = lab.pool()
    pool.exchange_keys()
    text = script("Invoke-Step 'Test-Echo' @{ Name = 'x'; Secret = $Secrets['a/B'] }")

    lines = invoke(pool, text, Secrets={"a/B": TaggedValue("SS", canary)})

    assert data(lines)["secret"] == len(canary)
    assert not any(canary.encode() in body for body in bodies)


def test_two_megabytes_of_input(lab: Lab) -> None:
    chunk = bytes(range(256)) * 1024

    def chunks() -> Iterator[list[bytes]]:
        for _ in range(8):
            yield [chunk]

    pool = lab.pool()
    lab.recorder.clear()

    lines = invoke(pool, ECHO, chunks())

    assert data(lines)["bytes"] == 8 * len(chunk)
    assert lab.recorder.counts["Send"] == 8


def test_a_long_script_comes_in_several_fragments(lab: Lab) -> None:
    pool = lab.pool()
    padding = "\n".join(f"# {number} {'x' * 90}" for number in range(9000))
    lab.recorder.clear()

    lines = invoke(pool, f"{padding}\n{ECHO}")

    assert json.loads(lines[-1]) == {"end": True, "status": "ok"}
    assert lab.recorder.counts["Send"] >= 1


def test_output_dribbles(lab: Lab) -> None:
    text = script("Invoke-Step 'Test-Echo' @{ Name = 'x' }", "Invoke-Step 'Test-Wait' @{ }")
    shell = begin(lab.pool(), text)

    shell.poll_invoke()
    first = list(shell.output)
    lab.stage.go.set()
    shell.end_invoke()

    assert json.loads(first[0])["step"] == "Test-Echo"
    assert len(first) == 1
    assert len(shell.output) == 3


def test_a_long_poll_ends_with_the_fault_for_nothing_yet(lab: Lab) -> None:
    pool = lab.pool()
    shell = begin(pool, WAIT)

    with pytest.raises(WSManFaultError) as caught:
        pool._receive(shell.id, timeout=1)
    lab.stage.go.set()

    assert caught.value.code == service.NOTHING_YET


def test_stop_ends_the_script_after_the_step_at_work(lab: Lab) -> None:
    pool = lab.pool()
    shell = begin(pool, script("Invoke-Step 'Test-Wait' @{ Name = 'a' }", "Invoke-Step 'Test-Wait' @{ Name = 'b' }"))
    lab.stage.begun.acquire()

    shell.stop()

    assert shell.state == PSInvocationState.STOPPED
    assert lab.stage.done == ["a"]
    assert json.loads(invoke(pool, ECHO)[-1])["end"]


def test_a_script_that_is_not_ours_fails(lab: Lab) -> None:
    shell = begin(lab.pool(), "Get-Process")
    shell.end_invoke()

    assert shell.had_errors
    assert "not emulated" in str(shell.streams.error[0])


def test_a_wrong_password_is_refused_each_time(lab: Lab) -> None:
    for _ in range(2):
        with pytest.raises(AuthenticationError):
            lab.pool(password="wrong")


def test_an_account_of_another_fleet_is_refused(make_lab: Callable[..., Lab]) -> None:
    mine, other = make_lab(), make_lab()

    with pytest.raises(AuthenticationError):
        mine.pool(username=other.account.username, password=other.account.password)


def test_each_connection_proves_itself(lab: Lab) -> None:
    pool = lab.pool()
    answer = requests.post(f"http://127.0.0.1:{lab.port}/wsman", data=b"<x/>", timeout=10)
    pool.close()

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Negotiate"


def test_a_body_sealed_on_another_connection_is_a_bad_request(lab: Lab) -> None:
    pool = lab.pool()
    pool.connection.transport.session.close()

    with pytest.raises(WinRMTransportError) as caught:
        invoke(pool, ECHO)

    assert caught.value.code == 400


def test_identify_needs_no_account(lab: Lab) -> None:
    body = (
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
        'xmlns:i="http://schemas.dmtf.org/wbem/wsman/identify/1/wsmanidentity.xsd">'
        "<s:Header/><s:Body><i:Identify/></s:Body></s:Envelope>"
    )
    headers = {"WSMANIDENTIFY": "unauthenticated", "Content-Type": "application/soap+xml"}

    answer = requests.post(f"http://127.0.0.1:{lab.port}/wsman", data=body, headers=headers, timeout=10)

    assert answer.status_code == 200
    assert "Microsoft Corporation" in answer.text


def test_basic_over_tls(make_lab: Callable[..., Lab]) -> None:
    lab = make_lab(tls=True)

    pool = lab.pool(auth="basic", cert_validation=str(lab.certificate))

    assert json.loads(invoke(pool, ECHO)[-1])["status"] == "ok"
    with pytest.raises(requests.exceptions.SSLError):
        lab.pool(auth="basic")


def test_ntlm_over_tls(make_lab: Callable[..., Lab]) -> None:
    lab = make_lab(tls=True)

    pool = lab.pool(cert_validation=str(lab.certificate))

    assert json.loads(invoke(pool, ECHO)[-1])["status"] == "ok"


def test_what_clients_ask_about_shells(lab: Lab) -> None:
    pool = lab.pool()
    config = pool.connection.get_server_config()
    found = RunspacePool.get_runspace_pools(lab.client())

    assert pool.is_alive()
    assert "500" in [element.text for element in config.iter()]
    assert [other.id for other in found] == [pool.id]


def test_disconnect_and_reconnect(lab: Lab) -> None:
    pool = lab.pool()

    pool.disconnect()
    pool.connect()

    assert json.loads(invoke(pool, ECHO)[-1])["status"] == "ok"


def test_a_deleted_shell_is_not_found(lab: Lab) -> None:
    pool = lab.pool()
    lab.service.close()

    with pytest.raises(WSManFaultError) as caught:
        invoke(pool, ECHO)

    assert caught.value.code == service.SHELL_NOT_FOUND


def test_an_idle_shell_ends(lab: Lab) -> None:
    pool = RunspacePool(lab.client(), idle_timeout=1)
    pool.open()
    kept = lab.pool()
    lab.service._shells[next(iter(lab.service._shells))].used -= 2  # as if two seconds had passed

    lab.service.end_idle()

    assert lab.service.shells == [kept.id]


def test_twenty_clients_at_once(lab: Lab) -> None:
    results: list[str] = []

    def work(number: int) -> None:
        pool = lab.pool()
        results.append(invoke(pool, script(f"Invoke-Step 'Test-Echo' @{{ Name = 'n{number}' }}"))[0])
        pool.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(json.loads(line)["target"] for line in results) == sorted(f"n{number}" for number in range(20))
    assert lab.service.shells == []
