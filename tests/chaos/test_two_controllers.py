"""Two controllers deploy to one host at the same time: whatever the order of their scripts, one release wins."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iisfleet.flows import Job, deploy
from iisfleet.inventory import Host, load_inventory, resolve_secrets
from iisfleet.package import load_package
from iisfleet.remote.psrp import connect
from iisfleet.rendering.release import RunInfo
from iisfleet.rollout.calls import Calls
from iisfleet.rollout.driver import Driver
from iisfleet.rollout.gates import Gates
from iisfleet.rollout.instructions import Outcome
from iisfleet.rollout.runner import Clock
from iisfleet.rollout.workshop import Workshop
from tests.chaos.host import ChaosHost, Killed
from tests.chaos.turnstile import Turning, Turnstile, watched
from tests.outside import HOUSE

NAMES = ("ann", "bob")
TURNS = st.lists(st.sampled_from([*NAMES, "both"]), max_size=12)


@dataclass
class Desk:
    """A controller's folder: its inventory, its package, its cache."""

    name: str
    folder: Path
    number: int = 0

    @property
    def host(self) -> Host:
        return resolve_secrets(load_inventory(self.folder / "inventories" / "it.yml")).hosts[0]

    def release(self, title: str) -> None:
        file = self.folder / "hello" / "appsettings.Production.json"
        file.write_text(f'{{"Hello": {{"Title": "{title}"}}}}', encoding="utf-8")

    def deploy(self, turnstile: Turnstile, dead: set[str], dies_at: int | None) -> Outcome | None:
        """None: it was killed."""
        self.number += 1
        host = self.host
        run = RunInfo(f"{self.name}-{self.number}", f"{self.name}@pc", "pc", 1)
        package = load_package(self.folder / "hello")
        job = Job(run, {target.name: package for target in host.targets}, is_dead=lambda lock: lock["run"] in dead)
        stop = threading.Event()
        with closing(Workshop(self.folder / "cache")) as workshop:
            driver = Driver(
                host,
                lambda host: Turning(self.name, connect(host), turnstile, dies_at),
                workshop,
                lambda _event: None,
                Clock(),
                stop,
                Gates(stop=stop),
                Calls(),
            )
            try:
                return driver.drive(lambda host: deploy(host, job))
            except Killed:
                dead.add(run.id)
                return None


class Duel:
    """Two desks before one host."""

    def __init__(self, folder: Path) -> None:
        self.host = ChaosHost(folder / "host", "emulated", "switch")
        self.desks = {name: Desk(name, folder / name) for name in NAMES}
        for desk in self.desks.values():
            shutil.copytree(self.host.controller.folder, desk.folder)
        self.round = 0

    def fight(self, turns: list[str], *, same: bool, dies_at: int | None) -> dict[str, Outcome | None]:
        """Both deploy. ``same``: the same release; ``dies_at``: ann is killed before so many scripts of hers."""
        self.round += 1
        for desk in self.desks.values():
            desk.release(f"{self.round} of {'both' if same else desk.name}")
        turnstile, dead, ended = Turnstile(NAMES, turns), set[str](), dict[str, Outcome | None]()

        def go(desk: Desk) -> None:
            try:
                ended[desk.name] = desk.deploy(turnstile, dead, dies_at if desk.name == "ann" else None)
            finally:
                turnstile.gone(desk.name)

        threads = [threading.Thread(target=go, args=(desk,), daemon=True) for desk in self.desks.values()]
        for thread in threads:
            thread.start()
        turnstile.turn()
        for thread in threads:
            thread.join()
        return ended

    def alone(self, name: str) -> Outcome:
        """One deploys once more, with nobody else about."""
        turnstile = Turnstile((name,), ())
        ended: list[Outcome | None] = []

        def go() -> None:
            ended.append(self.desks[name].deploy(turnstile, {f"ann-{self.desks['ann'].number}"}, None))
            turnstile.gone(name)

        thread = threading.Thread(target=go, daemon=True)
        thread.start()
        turnstile.turn()
        thread.join()
        assert ended[0] is not None
        return ended[0]

    def served(self) -> str:
        return self.host.served_title()

    def journal(self) -> list[dict[str, Any]]:
        return self.host.journal()


@pytest.fixture(scope="module")
def duel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Duel]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("winlab.fleet.find_dotnet", lambda: None)
        made = Duel(tmp_path_factory.mktemp("duel"))
        yield made
        made.host.close()


def judge(duel: Duel, turns: list[str], *, same: bool, dies_at: int | None) -> None:
    strangers: list[tuple[str, str, str | None]] = []

    def owned(run: str, step: str, owner: str | None) -> None:
        if owner != run:
            strangers.append((run, step, owner))

    with watched(owned):
        ended = duel.fight(turns, same=same, dies_at=dies_at)
    assert strangers == [], "a step changed a host that another run held"
    told = {name: outcome and (outcome.status, outcome.failure) for name, outcome in ended.items()}
    living = [outcome.status for outcome in ended.values() if outcome]
    assert set(living) <= {"changed", "ok", "locked"}, told
    if dies_at is None:
        assert "changed" in living, told
        winners = {desk for desk, outcome in ended.items() if outcome and outcome.status == "changed"}
        assert duel.served() in {f"{duel.round} of {'both' if same else name}" for name in winners}, told
        assert duel.host.left() == [], told

    last = duel.alone("bob")
    assert last.status in ("ok", "changed"), last
    assert duel.served() == f"{duel.round} of {'both' if same else 'bob'}"
    assert duel.host.left() == []
    consistent(duel)


def consistent(duel: Duel) -> None:
    """Every number once and in order, every end told once, and the last release that went live is the one served."""
    entries = duel.journal()
    assert [entry["sequence"] for entry in entries] == list(range(1, len(entries) + 1))
    ends = [(entry["run"], entry["target"]) for entry in entries if entry["event"] in ("deployed", "reverted")]
    assert len(ends) == len(set(ends))
    live = [entry["release"] for entry in entries if entry["event"] == "deployed"][-1]
    assert duel.host.machine.snapshot()["iis"]["sites"]["Hello"]["physicalPath"].endswith(live)
    assert not duel.host.machine.fs.exists(rf"{HOUSE}\lock")


FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(turns=TURNS, same=st.booleans(), dies_at=st.none() | st.integers(0, 4))
def test_one_wins_and_the_other_is_refused_or_comes_after(
    duel: Duel, turns: list[str], same: bool, dies_at: int | None
) -> None:
    judge(duel, turns, same=same, dies_at=dies_at)


@pytest.mark.thorough
@settings(FEW, max_examples=25)
@given(turns=TURNS, same=st.booleans(), dies_at=st.none() | st.integers(0, 4))
def test_in_many_more_orders(duel: Duel, turns: list[str], same: bool, dies_at: int | None) -> None:
    judge(duel, turns, same=same, dies_at=dies_at)
