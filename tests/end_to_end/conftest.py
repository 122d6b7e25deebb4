"""One station a test; both engines where there is a real one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.end_to_end.station import Station


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
    return new_station("emulated")
