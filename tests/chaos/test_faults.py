"""Whatever breaks at whatever moment of a deploy: what is served, and that the host comes to rest."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.chaos.cells import MODES, Cell, Mode, at_any, every_cell
from tests.chaos.host import ChaosHost, Seen
from tests.chaos.table import FILE, key

CELLS = every_cell()
# For each change: a few of each way to publish. On the real engine, which is slow: one of each kind.
FEW = (
    "switch-the-connection-is-cut-Complete-IisChange",
    "switch-the-controller-is-killed-Complete-IisChange",
    "page-the-session-is-killed-Publish-Content",
    "page-the-controller-is-killed-Suspend-Site",
    "page-the-host-reboots-Publish-Content",
    "pools-the-session-is-killed-Suspend-Site",
    "pools-the-controller-is-killed-Test-SiteHealth",
    "pools-the-pool-does-not-start-start",
)
REAL = (
    "switch-the-session-is-killed-Complete-IisChange",
    "page-the-host-reboots-Test-SiteHealth",
)


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, Mode], ChaosHost]]:
    """One host for each engine and way to publish, made when first asked for."""
    made: dict[tuple[str, Mode], ChaosHost] = {}

    def host(engine: str, mode: Mode) -> ChaosHost:
        if (engine, mode) not in made:
            made[engine, mode] = ChaosHost(tmp_path_factory.mktemp(f"{engine}-{mode}"), engine, mode)
        return made[engine, mode]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("winlab.fleet.find_dotnet", lambda: None)
        yield host
        for one in made.values():
            one.close()


def tried(host: ChaosHost, cell: Cell) -> Seen:
    try:
        return host.carry_out(cell)
    except BaseException:
        host.renew()
        raise


def judge(seen: Seen) -> None:
    """What no row may show."""
    assert seen.after in ("old", "new", "page", "nothing"), seen
    if not seen.cell.may_serve_nothing:
        assert "nothing" not in seen.during, seen
    if seen.code == "0":
        assert (seen.after, seen.lock, seen.guard) == ("new", "free", "-"), seen
    if seen.code == "2":
        assert seen.message, seen


@pytest.mark.parametrize("cell", [cell for cell in CELLS if cell.name in FEW], ids=lambda cell: cell.name)
def test_a_deploy_that_breaks_leaves_a_host_that_serves(hosts: Callable[[str, Mode], ChaosHost], cell: Cell) -> None:
    judge(tried(hosts("emulated", cell.mode), cell))


@pytest.mark.thorough
@pytest.mark.parametrize("cell", [cell for cell in CELLS if cell.name not in FEW], ids=lambda cell: cell.name)
def test_at_every_other_moment(hosts: Callable[[str, Mode], ChaosHost], cell: Cell) -> None:
    judge(tried(hosts("emulated", cell.mode), cell))


@pytest.mark.thorough
@settings(max_examples=12, deadline=None)
@given(mode=st.sampled_from(list(MODES)), data=st.data())
def test_at_any_step_of_any_publish(hosts: Callable[[str, Mode], ChaosHost], mode: Mode, data: st.DataObject) -> None:
    host = hosts("emulated", mode)
    moment = data.draw(st.sampled_from(host.moments()))
    judge(tried(host, data.draw(st.sampled_from(at_any(mode, moment)))))


@pytest.mark.thorough
@pytest.mark.parametrize("cell", [cell for cell in CELLS if cell.name in REAL], ids=lambda cell: cell.name)
def test_on_the_real_engine(hosts: Callable[[str, Mode], ChaosHost], cell: Cell, pwsh: Any) -> None:
    judge(tried(hosts("pwsh", cell.mode), cell))


def test_the_table_shows_every_cell() -> None:
    text = Path(FILE).read_text(encoding="utf-8")

    assert len(CELLS) >= 60
    assert not [cell.name for cell in CELLS if key(cell) not in text], "invoke dev.faults writes them"
