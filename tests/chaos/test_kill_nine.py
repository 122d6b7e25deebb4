"""kill -9 of the controller while a site is offline, and nobody comes back: served again within the deadline."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.cells import OFFLINE, Cell, Mode
from tests.chaos.host import DEADLINE, PATIENCE, ChaosHost
from tests.end_to_end.observing import going
from tests.end_to_end.station import PROJECT

pytestmark = pytest.mark.thorough
# So fast does the host's clock go from the kill on.
PACE = 0.01


class Desk:
    """Commands in processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def words(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "invoke", "-r", str(PROJECT), *words, "--env", "it"]

    def environment(self, **more: str) -> dict[str, str]:
        return {**os.environ, "COLUMNS": "200", **more}


@pytest.fixture
def host(mode: Mode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str) -> Iterator[ChaosHost]:
    monkeypatch.setattr("winlab.fleet.find_dotnet", lambda: None)
    made = ChaosHost(tmp_path / "host", engine, mode)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("engine", "mode"), [("emulated", "page"), ("emulated", "pools"), ("pwsh", "pools")], indirect=["engine"]
)
def test_served_again_within_the_deadline_without_a_second_deploy(host: ChaosHost) -> None:
    host.next_release()
    cell = Cell(host.mode, "kill -9", OFFLINE, {"unheard": {}})
    # In no phase as yet: a real engine asks after each step only if a fault was on when its session began.
    host.machine.break_down("unheard", {"phase": "none"})
    with going(Desk(host.controller.folder), "deploy") as deploy:
        deploy.until_script("deploy/updating")
        host.break_down(cell, host.steps_until(cell))
        deploy.until_step(OFFLINE.step)
        assert host.served() in ("page", "nothing")
        deploy.process.send_signal(signal.SIGKILL)
        deploy.process.wait(PATIENCE)
    assert host.left() != []

    host.machine.tasks.pace, killed = PACE, time.monotonic()
    while host.served() != "old":
        assert time.monotonic() < killed + PATIENCE, host.served()
        time.sleep(0.01)  # the guard is a task of the host: there is no event to await
    seconds = (time.monotonic() - killed) / PACE

    assert seconds < 10 * DEADLINE, "by the host's clock, on a busy computer"
    assert host.rest() == []
    host.machine.tasks.pace = 1.0
    host.completed()
