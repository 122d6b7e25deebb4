"""Fixtures that every part of the tests shares."""

import os
import shutil
from pathlib import Path

import pytest

NO_ENGINE = "no PowerShell engine: set IISFLEET_PWSH or put pwsh (7.2 or later) on PATH"


# Whole deploys, which take many seconds each on the real engine.
_WHOLE_DEPLOYS = {"end_to_end", "contracts"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _WHOLE_DEPLOYS.intersection(item.path.parts) and _needs_pwsh(item):
            item.add_marker("thorough")


def _needs_pwsh(item: pytest.Item) -> bool:
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return "pwsh" in parameters.values() or "pwsh" in getattr(item, "fixturenames", ())


def find_pwsh() -> str | None:
    return os.environ.get("IISFLEET_PWSH") or shutil.which("pwsh")


@pytest.fixture(scope="session")
def pwsh() -> str:
    """The path of the PowerShell engine; without one the test skips."""
    engine = find_pwsh()
    if engine is None:
        pytest.skip(NO_ENGINE)
    return engine


@pytest.fixture(params=["emulated", "pwsh"])
def engine(request: pytest.FixtureRequest) -> str:
    """The name of each engine of the lab; without PowerShell the second one skips."""
    if request.param == "pwsh" and find_pwsh() is None:
        pytest.skip(NO_ENGINE)
    return str(request.param)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of recorded publish outputs beside the project; tests that need it skip where it is missing."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("the folder ../shared/samples is not there")
    return folder
