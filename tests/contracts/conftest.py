"""A controller with a lab of its own for each test, on each engine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.contracts.controller import Controller
from tests.contracts.inventories import SECRETS


@pytest.fixture
def new_controller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Controller]]:
    """Makes controllers on an engine, of a host of a profile.

    The app is the emulated one: its start is not what these tests are about.
    """
    monkeypatch.setattr("winlab.fleet.find_dotnet", lambda: None)
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    made: list[Controller] = []

    def make(engine: str, profile: str = "ready") -> Controller:
        made.append(Controller(tmp_path / f"{engine}{len(made)}", engine, profile))
        return made[-1]

    yield make
    for controller in made:
        controller.close()


@pytest.fixture
def controller(new_controller: Callable[..., Controller], engine: str) -> Controller:
    return new_controller(engine)
