"""While an installer is at work the connection breaks, the controller, the server: the work comes to an end."""

from collections.abc import Callable

import pytest

from tests.end_to_end.fitness import FLAG, Server
from tests.end_to_end.observing import going
from tests.outside import HOUSE

pytestmark = pytest.mark.thorough


@pytest.fixture
def server(new_server: Callable[..., Server], engine: str) -> Server:
    """A server on each engine that serves Hello."""
    return new_server(engine).serve()


def test_the_connection_is_cut_and_a_deploy_is_refused_meanwhile(server: Server) -> None:
    with server.held_installer() as installer, going(server, "install-bundle") as controller:
        installer.is_at_work()
        assert server.machine.differs({"files": {f"{FLAG}.drained": "up"}}) == []
        server.machine.power.end_sessions()
        locked = server.ask("deploy", code=5)
        assert "locked by run" in server.reads("status", code=0)
        installer.may_end.set()
        told = controller.ended()

    assert ": install-bundle" in locked.host["failure"]["found"]
    assert told.code == 0, told.text
    assert "package/hosting-bundle/10.0: 10.0.12 -> 10.0.13" in told.out
    server.settled("install-bundle")
    server.settled("deploy")


def test_the_controller_is_killed_and_the_next_one_hears_the_end(server: Server) -> None:
    with server.held_installer() as installer:
        with going(server, "install-bundle"):
            installer.is_at_work()
        with going(server, "install-bundle") as second:
            second.until_told("Get-HostJob")
            installer.may_end.set()
            told = second.ended()

    assert told.code == 0, told.text
    assert "its end was awaited" in told.out
    assert len(list(server.machine.path(rf"{HOUSE}\jobs").rglob("state.json"))) == 1  # it was started once
    server.settled("install-bundle")


def test_the_server_itself(server: Server) -> None:
    server.machine.break_down("installer", {"reboot": True})

    told = server.ask("install-bundle", code=0)

    assert "restarted" in told.host["warnings"][0]
    server.sound()
    server.settled("install-bundle")


@pytest.mark.parametrize("phase", ["publishing", "verifying"])
def test_the_server_itself_once_the_installer_has_ended(new_server: Callable[..., Server], phase: str) -> None:
    server = new_server().serve()
    server.machine.break_down("reboots", {"phase": phase, "after": 3 if phase == "publishing" else 0})

    told = server.ask("install-bundle", code=0)

    assert "is there nevertheless" in told.host["warnings"][-1]
    server.settled("install-bundle")


def test_the_server_itself_and_a_service_does_not_start_again(new_server: Callable[..., Server]) -> None:
    server = new_server().serve()
    server.machine.break_down("dependant-cannot-start", {"service": "WMSVC"})
    server.machine.break_down("installer", {"reboot": True})

    read = server.reads("install-bundle", code=2)

    assert "Not everything of IIS is as before: service WMSVC is Stopped." in read
    server.sound(WMSVC="Stopped")
    server.machine.repair()
    server.machine.given({"services": {"WMSVC": "Running"}})
    server.settled("install-bundle")


def test_a_server_whose_iis_is_stopped_keeps_it_stopped(new_server: Callable[..., Server]) -> None:
    server = new_server().serve()
    stopped = dict.fromkeys(("WMSVC", "W3SVC", "WAS"), "Stopped")
    server.machine.given({"services": stopped})
    server.machine.break_down("installer", {"reboot": True})

    told = server.ask("install-bundle", code=0)

    assert "IIS is stopped on this host, and stays so." in told.host["warnings"]
    assert server.machine.differs({"services": stopped}) == []
    server.settled("install-bundle", served=False)
