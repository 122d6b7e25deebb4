"""Ctrl-C: stop() from another thread."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from iisfleet.errors import Interrupted
from tests.remote.station import END, QUICK, SCRIPT, Call, Station, step

Open = Callable[..., Station]


def test_stop_ends_the_running_script(open_station: Open) -> None:
    stopped: list[bool] = []

    def play(call: Call) -> None:
        call.write(step("Get-HostFact"))
        stopped.append(call.stopped.wait(10))

    station = open_station(play)
    connection = station.connect(operation_timeout=20, read_timeout=30)
    running = threading.Event()

    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(connection.run, SCRIPT, on_step=lambda _: running.set())
        assert running.wait(10)
        connection.stop()
        with pytest.raises(Interrupted, match="web01: interrupted in deploy/starting"):
            outcome.result(10)
    assert stopped == [True]

    station.play = lambda call: call.write(END)
    assert connection.run(SCRIPT).completed, "a later script, such as the one that unlocks, runs"


def test_a_script_that_ends_all_the_same_has_its_result(open_station: Open) -> None:
    asked = threading.Event()

    def play(call: Call) -> None:
        call.write(step("Get-HostFact"))
        asked.wait(10)
        call.write(END)

    station = open_station(play)
    connection = station.connect()

    def on_step(_result: object) -> None:
        connection._session.halted.set()
        asked.set()

    assert connection.run(SCRIPT, on_step=on_step).completed


def test_stop_between_scripts_does_nothing(station: Station) -> None:
    connection = station.connect()
    connection.run(SCRIPT)
    before = connection.requests.requests

    connection.stop()

    assert connection.requests.requests == before
    assert connection.run(SCRIPT).completed


def test_a_script_that_does_not_stop_is_left_after_the_time_to_stop(open_station: Open) -> None:
    release = threading.Event()
    station = open_station()

    def play(call: Call) -> None:
        call.write(step("Get-HostFact"))
        release.wait(20)

    station.play = play
    station.faults.on["none"] = {}
    connection = station.connect(replace(QUICK, stopping=0.2, closing=1), operation_timeout=1)
    running = threading.Event()
    try:
        with ThreadPoolExecutor(1) as pool:
            outcome = pool.submit(connection.run, SCRIPT, on_step=lambda _: running.set())
            assert running.wait(10)
            connection.stop()
            with pytest.raises(Interrupted, match=r"did not stop within 0\.2 s"):
                outcome.result(15)
    finally:
        release.set()


def test_stop_while_the_session_opens_runs_nothing(station: Station) -> None:
    connection = station.connect()
    handle = station.service.handle

    def stop_at_create(request, *rest):  # type: ignore[no-untyped-def]
        if request.action == "Create":
            connection.stop()
        return handle(request, *rest)

    station.service.handle = stop_at_create  # type: ignore[method-assign]

    with pytest.raises(Interrupted, match="before deploy/starting was at work"):
        connection.run(SCRIPT)
    assert station.actions["Command"] == 0


def test_stop_while_content_is_sent_runs_nothing(open_station: Open) -> None:
    calls: list[Call] = []
    station = open_station(lambda call: (calls.append(call), call.write(END)))
    connection = station.connect()

    def content():  # type: ignore[no-untyped-def]
        yield bytes(400_000)
        connection.stop()
        yield bytes(400_000)
        yield bytes(400_000)

    with pytest.raises(Interrupted):
        connection.run(SCRIPT, content=content())
    assert calls == []
