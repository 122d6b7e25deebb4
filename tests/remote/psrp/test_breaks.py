"""Connections that end when they should not: what is repeated, what is not, what is said."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from iisfleet.errors import ConnectionFailed, OutcomeUnknown
from tests.remote.station import END, QUICK, SCRIPT, Call, Station, step
from winlab.wsman.service import Lost

Open = Callable[..., Station]


def test_a_cut_while_output_is_fetched_costs_nothing_but_a_new_login(station: Station) -> None:
    station.faults.on["cut-script"] = {"times": 1}
    connection = station.connect()

    result = connection.run(SCRIPT)

    assert [each.step for each in result.steps] == ["Get-HostFact", "Get-SiteRelease"]
    assert result.completed
    assert station.actions["Command"] == 1
    assert station.connections == 2


def test_a_connection_that_ends_while_a_receive_waits_is_replaced(open_station: Open) -> None:
    station = open_station()
    cut = threading.Event()

    def play(call: Call) -> None:
        call.write(step("Get-HostFact"))
        cut.wait(10)
        station.hang_up()
        call.write(END)

    station.play = play
    result = station.connect().run(SCRIPT, on_step=lambda _: cut.set())

    assert result.completed
    assert station.actions["Command"] == 1


def test_a_machine_that_vanishes_leaves_the_outcome_unknown(open_station: Open) -> None:
    release = threading.Event()
    station = open_station(lambda call: (call.write(step("Save-IisState")), release.wait(10)))
    connection = station.connect()

    with pytest.raises(OutcomeUnknown, match=r"web01: .*what became of deploy/starting is unknown") as caught:
        connection.run(SCRIPT, on_step=lambda _: station.vanish())
    release.set()
    assert caught.value.exit_code == 2
    assert caught.value.hint
    assert station.actions["Command"] == 1
    connection.close()


def test_a_cut_upload_runs_nothing_and_is_not_repeated_by_itself(open_station: Open) -> None:
    calls: list[Call] = []
    station = open_station(lambda call: (calls.append(call), call.write(END)))
    station.faults.on["cut-upload"] = {"times": 1, "after": 1}
    connection = station.connect()

    with pytest.raises(ConnectionFailed, match="while content was sent; deploy/starting had not begun") as caught:
        connection.run(SCRIPT, content=[bytes(1_000_000)])
    assert caught.value.kind == "lost"
    assert calls == []

    assert connection.run(SCRIPT, content=[b"again"]).completed
    assert calls[0].content == [b"again"]
    assert len(station.service.shells) == 1


def test_a_connection_closed_while_idle_is_replaced_before_anything_is_sent(station: Station) -> None:
    connection = station.connect()
    connection.run(SCRIPT)
    station.hang_up()

    assert connection.run(SCRIPT).completed
    assert station.actions["Command"] == 2
    assert station.actions["HTTP"] == 6
    assert all(exchange.status != 400 for exchange in station.recorder.exchanges)


def test_after_a_long_idle_time_a_new_login_comes_first(station: Station) -> None:
    connection = station.connect(replace(QUICK, idle=-1))

    assert connection.run(SCRIPT).completed
    assert station.actions["HTTP"] == 3 * sum(n for action, n in station.actions.items() if action != "HTTP")


def test_a_shell_that_ended_between_scripts_is_replaced(station: Station) -> None:
    connection = station.connect()
    connection.run(SCRIPT)
    station.service.close()

    assert connection.run(SCRIPT).completed
    assert station.actions["Create"] == 2


def test_a_session_that_ends_under_a_script_leaves_the_outcome_unknown(open_station: Open) -> None:
    station = open_station()

    def play(call: Call) -> None:
        call.write(step("Save-IisState"))
        threading.Thread(target=station.service.close).start()
        call.stopped.wait(5)

    station.play = play
    connection = station.connect()

    with pytest.raises(OutcomeUnknown, match="what became of deploy/starting is unknown"):
        connection.run(SCRIPT)
    assert station.actions["Command"] == 1


def test_a_command_whose_answer_is_lost_is_asked_for_and_not_sent_again(open_station: Open) -> None:
    runs: list[Call] = []
    station = open_station(lambda call: (runs.append(call), call.write(END)))
    handle = station.service.handle

    def lose_the_first_answer(request, *rest):  # type: ignore[no-untyped-def]
        answer = handle(request, *rest)
        if request.action == "Command" and len(runs) < 2:
            station.hang_up()
        return answer

    station.service.handle = lose_the_first_answer  # type: ignore[method-assign]

    result = station.connect().run(SCRIPT)

    assert result.completed
    assert len(runs) == 1


def test_a_command_that_never_arrived_is_not_sent_again(open_station: Open) -> None:
    runs: list[Call] = []
    station = open_station(lambda call: (runs.append(call), call.write(END)))
    handle = station.service.handle

    def lose_the_command(request, *rest):  # type: ignore[no-untyped-def]
        if request.action == "Command":
            station.hang_up()
            raise Lost
        return handle(request, *rest)

    station.service.handle = lose_the_command  # type: ignore[method-assign]

    with pytest.raises(OutcomeUnknown, match="what became of deploy/starting is unknown"):
        station.connect().run(SCRIPT)
    assert runs == []


def test_a_script_over_its_time_is_ended(open_station: Open) -> None:
    stopped: list[bool] = []
    station = open_station(lambda call: stopped.append(call.stopped.wait(10)))

    with pytest.raises(OutcomeUnknown, match="still runs after"):
        station.connect(QUICK, operation_timeout=1, script_timeout=1).run(SCRIPT)
    assert stopped == [True]


def test_too_large_messages_are_cut_smaller_and_sent_on(open_station: Open) -> None:
    received: list[bytes] = []
    station = open_station(lambda call: (received.extend(call.content), call.write(END)))
    station.faults.on["low-quota"] = {"envelope": 150 * 1024, "shells": 5}
    content = bytes(range(256)) * 3000

    result = station.connect().run(SCRIPT, content=[content])

    assert result.completed
    assert b"".join(received) == content
    assert sum(exchange.status == 413 for exchange in station.recorder.exchanges) == 2


def test_a_script_that_is_too_large_is_cut_too(open_station: Open) -> None:
    texts: list[str] = []
    station = open_station(lambda call: (texts.append(call.text), call.write(END)))
    station.faults.on["low-quota"] = {"envelope": 32 * 1024, "shells": 5}
    script = replace(SCRIPT, text=SCRIPT.text + "\n# " + "x" * 100_000)

    assert station.connect().run(script).completed
    assert texts == [script.text]
