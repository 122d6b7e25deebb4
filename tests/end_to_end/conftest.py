"""One station a test; both engines where there is a real one."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.controller import Controller
from tests.end_to_end.fitness import Server
from tests.end_to_end.station import Station

# What is tried on the emulated engine to spare time; pwsh: the same on the real one (CONTRIBUTING.md).
SPARING = os.environ.get("IISFLEET_TEST_ENGINE", "emulated")


@pytest.fixture
def new_station(tmp_path: Path) -> Iterator[Callable[[str], Station]]:
    """Makes stations whose labs end with the test."""
    made: list[Station] = []

    def make(engine: str) -> Station:
        made.append(Station(tmp_path / f"station{len(made)}", engine))
        return made[-1]

    yield make
    for station in made:
        station.close()


@pytest.fixture
def station(new_station: Callable[[str], Station], engine: str) -> Station:
    """A station on each engine."""
    return new_station(engine)


@pytest.fixture
def emulated(new_station: Callable[[str], Station]) -> Station:
    """A station on the emulated engine: for what does not depend on who runs the script."""
    return new_station(SPARING)


@pytest.fixture
def new_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Server]]:
    """Makes servers, each in a lab of this process: starting one costs next to nothing. Its app is the emulated one."""
    monkeypatch.setattr("winlab.fleet.find_dotnet", lambda: None)
    made: list[Controller] = []

    def make(engine: str = SPARING, profile: str = "ready", **settings: Any) -> Server:
        made.append(Controller(tmp_path / f"server{len(made)}", engine, profile))
        return Server(made[-1], **settings)

    yield make
    for controller in made:
        controller.close()


@pytest.fixture
def server(new_server: Callable[..., Server]) -> Server:
    """A server on the emulated engine that serves Hello."""
    return new_server().serve()
