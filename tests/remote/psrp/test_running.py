"""Scripts that run to their end: results, parameters, content, requests."""

import base64
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from iisfleet.errors import OutcomeUnknown
from iisfleet.inventory import Secret
from iisfleet.rendering.script import Script
from tests.remote.station import END, QUICK, SCRIPT, Call, Station, step

Open = Callable[..., Station]


def test_returns_the_results_in_order(station: Station) -> None:
    seen: list[str] = []

    result = station.connect().run(SCRIPT, on_step=lambda each: seen.append(each.step))

    assert [each.step for each in result.steps] == seen == ["Get-HostFact", "Get-SiteRelease"]
    assert result.failed is None
    assert result.completed


def test_hands_a_result_on_while_the_script_still_runs(open_station: Open) -> None:
    arrived = threading.Event()
    in_time: list[bool] = []

    def play(call: Call) -> None:
        call.write(step("Get-HostFact"))
        in_time.append(arrived.wait(10))
        call.write(END)

    open_station(play).connect().run(SCRIPT, on_step=lambda _: arrived.set())

    assert in_time == [True]


def test_waits_longer_than_one_operation_timeout(open_station: Open) -> None:
    receives = threading.Event()
    station = open_station()

    def play(call: Call) -> None:
        while station.recorder.counts["Receive"] < 3 and not receives.wait(0.05):
            pass
        call.write(END)

    station.play = play
    result = station.connect(replace(QUICK, idle=1.5), operation_timeout=1).run(SCRIPT)

    assert result.completed
    assert station.actions["HTTP"] == 3, "waiting for output is not idling"


def test_costs_the_requests_that_the_design_counts_on(station: Station) -> None:
    connection = station.connect()

    connection.run(SCRIPT)

    assert station.actions == {"HTTP": 3, "Create": 1, "Receive": 2, "Command": 1, "Signal": 1}
    assert connection.requests.requests == 8
    assert connection.requests.receives == 2

    connection.run(SCRIPT)
    connection.close()

    assert connection.requests.requests == 12
    assert station.actions["HTTP"] == 3
    assert station.actions["Delete"] == 1
    assert station.service.shells == []


def test_opens_nothing_before_the_first_script(station: Station) -> None:
    station.connect().close()

    assert station.connections == 0


def test_passes_whatif_and_the_very_text(open_station: Open) -> None:
    calls: list[Call] = []
    script = Script("odd", "Invoke-Phase 'x' { } # \u2019 \U0001f600 <&> _x000A_\r\n\t")

    def play(call: Call) -> None:
        calls.append(call)
        call.write(END)

    connection = open_station(play).connect()
    connection.run(script, what_if=True)
    connection.run(script)

    assert [call.whatif for call in calls] == [True, False]
    assert {call.text for call in calls} == {script.text}


def test_secrets_arrive_and_travel_only_as_secure_strings(open_station: Open) -> None:
    canary = "canary-Zm9v-\u00e4'\""
    calls: list[Call] = []

    def play(call: Call) -> None:
        calls.append(call)
        call.write(END)

    station = open_station(play)
    connection = station.connect()
    for _ in range(2):
        connection.run(SCRIPT, secrets={"shop/B": Secret.of(canary)})

    assert [call.secrets for call in calls] == [{"shop/B": canary}] * 2
    for spelling in (canary.encode(), canary.encode("utf-16-le"), b"canary-Zm9v"):
        assert not any(spelling in _decoded(body) for body in station.bodies)
    assert station.actions["Send"] == 1, "one key exchange a session"


def test_content_arrives_whole_in_as_few_sends_as_fit(open_station: Open) -> None:
    content = [bytes([value % 251]) * 99_991 for value in range(12)]
    received: list[bytes] = []

    def play(call: Call) -> None:
        received.extend(call.content)
        call.write(END)

    station = open_station(play)
    connection = station.connect()
    connection.run(SCRIPT, content=iter(content))

    assert b"".join(received) == b"".join(content)
    assert [len(chunk) for chunk in received[:-1]] == [len(received[0])] * (len(received) - 1)
    assert len(received[0]) > 280_000
    assert connection.requests.sends == len(received) == 5


def test_each_thread_with_a_connection_of_its_own(station: Station) -> None:
    def work(_number: int) -> int:
        connection = station.connect()
        total = sum(len(connection.run(SCRIPT).steps) for _ in range(3))
        connection.close()
        return total

    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(work, range(12))) == [6] * 12
    assert station.connections == 12


def test_text_that_is_no_result_is_a_failure(open_station: Open) -> None:
    def play(call: Call) -> None:
        call.write("Hello from a profile")
        call.write(step("Get-HostFact"))
        call.write(END)

    result = open_station(play).connect().run(SCRIPT)

    assert result.completed
    assert result.failed is not None
    assert result.failed.error is not None
    assert result.failed.error.found == "Hello from a profile"


def test_a_secret_in_leaked_text_is_masked(open_station: Open) -> None:
    def play(call: Call) -> None:
        call.write(f"connecting with {call.secrets['a']}")
        call.write(END)

    result = open_station(play).connect().run(SCRIPT, secrets={"a": Secret.of("canary-17")})

    assert "canary-17" not in repr(result)
    assert "***" in repr(result)


def test_a_script_that_breaks_off_is_a_failure_with_its_reason(open_station: Open) -> None:
    def play(call: Call) -> None:
        call.write(step("Get-HostFact"))
        raise RuntimeError("Cannot index into a null array.")

    result = open_station(play).connect().run(SCRIPT)

    assert not result.completed
    assert result.failed is not None
    assert result.failed.error is not None
    assert "Cannot index into a null array." in (result.failed.error.found or "")


def test_the_first_failed_step_is_the_one_that_counts(open_station: Open) -> None:
    def play(call: Call) -> None:
        call.write(step("Set-IisPool", "failed", "publishing"))
        call.write(step("Restore-IisState", "failed", "reverting"))
        call.write('{"end":true,"status":"failed"}')

    result = open_station(play).connect().run(SCRIPT)

    assert result.completed
    assert result.failed is not None
    assert result.failed.step == "Set-IisPool"


def test_an_end_without_the_last_line_is_unknown(open_station: Open) -> None:
    station = open_station(lambda call: call.write(step("Get-HostFact")))

    with pytest.raises(OutcomeUnknown, match="web01: deploy/starting ended without its last line"):
        station.connect().run(SCRIPT)


def test_an_error_of_the_caller_ends_the_script_and_passes_through(open_station: Open) -> None:
    stopped: list[bool] = []

    def play(call: Call) -> None:
        call.write(step("Get-HostFact"))
        stopped.append(call.stopped.wait(10))

    def explode(_result: object) -> None:
        raise ZeroDivisionError("in the caller")

    station = open_station(play)
    connection = station.connect()

    with pytest.raises(ZeroDivisionError, match="in the caller"):
        connection.run(SCRIPT, on_step=explode)
    assert stopped == [True]

    station.play = lambda call: call.write(END)
    assert connection.run(SCRIPT).completed, "the session goes on"


def _decoded(body: bytes) -> bytes:
    """The SOAP text and, decoded, every run of base64 in it."""
    runs = [base64.b64decode(run) for run in re.findall(rb"(?:[A-Za-z0-9+/]{4}){10,}(?:[A-Za-z0-9+/=]{4})?", body)]
    return body + b"".join(runs)
