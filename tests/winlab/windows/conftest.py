"""A machine for each test, in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from winlab.windows.machine import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine.create(tmp_path / "web01", "web01")
    yield made
    made.close()
