"""A server whose DSC is busy, or somebody else's: the baseline waits, refuses, or takes over when it is told to."""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from iisfleet.flows import SetupOrder
from tests.end_to_end.fitness import Server

FOREIGN: list[dict[str, Any]] = [{"refreshMode": "Pull"}, {"name": "Contoso", "document": None}]


@pytest.fixture
def bare(new_server: Callable[..., Server]) -> Server:
    return new_server(profile="bare")


def test_a_busy_lcm_is_waited_for(bare: Server) -> None:
    bare.machine.break_down("lcm-busy", {"times": 3})

    assert bare.ask("setup", code=0).host["status"] == "changed"

    bare.settled("setup", served=False)


def test_an_lcm_that_stays_busy_is_told(bare: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[SetupOrder.__module__], "_BUSY_SECONDS", 0)
    bare.machine.given({"lcm": {"state": "Busy"}})
    before = bare.machine.snapshot()

    read = bare.reads("setup", code=2)

    assert "The Local Configuration Manager of this host is busy." in read
    assert bare.machine.snapshot() == before
    bare.machine.given({"lcm": {"state": "Idle"}})
    assert bare.ask("setup", code=0).host["status"] == "changed"
    bare.settled("setup", served=False)


@pytest.mark.parametrize("lcm", FOREIGN, ids=["pull", "foreign"])
def test_somebody_elses_configuration_is_not_replaced_unasked(bare: Server, lcm: dict[str, Any]) -> None:
    bare.machine.given({"lcm": lcm})
    before = bare.machine.snapshot()

    read = bare.reads("setup", code=2)

    assert "--take-over" in read
    assert bare.machine.snapshot() == before
    assert bare.ask("setup", "--take-over", code=0).host["status"] == "changed"
    assert bare.machine.differs({"lcm": {"refreshMode": "Push", "name": "IisFleetBaseline"}}) == []
    bare.settled("setup", served=False)


def test_a_server_that_restarts_in_the_middle_gets_the_rest(bare: Server) -> None:
    bare.machine.break_down("reboots", {"phase": "publishing", "after": 1})

    told = bare.ask("setup", code=0)

    assert told.host["status"] == "changed"
    assert "dsc/[WindowsFeature]WebServer" in [change["path"] for change in told.changes]
    bare.settled("setup", served=False)
