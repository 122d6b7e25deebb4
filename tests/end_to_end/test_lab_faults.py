"""Every fault that the lab can inject, through a deploy: the new release, or the one before and a clear word."""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.observing import going, left_behind, one_host
from tests.end_to_end.station import Station
from winlab.faults import FAULTS

SECOND = "This is second"


@dataclass(frozen=True)
class Broken:
    """A fault while release 2 is deployed: the exit code, whether release 2 is live then, and what is said."""

    fault: str
    code: int
    live: bool
    says: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join([self.fault, *(f"{name}={value}" for name, value in self.options.items())])


REMEDY = ("expected:", "found:", "next:", "record:")
REVERTED = (*REMEDY, "the host itself has put back what it served before")
BROKEN = [
    Broken("failing-health", 2, False, ("FAILED in Test-SiteHealth", "status 200", *REVERTED)),
    Broken("pool-cannot-start", 2, False, ("FAILED in", "Hello", *REVERTED)),
    Broken("full-disk", 2, False, ("Drive C: has not enough room", *REMEDY), {"free": 20_000}),
    Broken("wrong-rights", 2, False, ("elevated", *REMEDY)),
    Broken("changed-on-disk", 0, True, (), {"times": 1}),
    Broken("cut-upload", 0, True),
    Broken("cut-script", 0, True, (), {"phase": "publishing", "after": 1}),
    Broken("503", 0, True, (), {"times": 1}),
    Broken("latency", 0, True, (), {"seconds": 0.05}),
    Broken("low-quota", 0, True),
    Broken("413", 0, True, (), {"bytes": 16_000, "times": 3}),
    Broken("unauthorised", 3, False, ("UNREACHABLE", "(401)", "Tried once and not again", "record:")),
]


def test_every_fault_is_tried() -> None:
    """Those that do nothing to a deploy are switched on by the tests of what they break, in Python or in cases."""
    files = [file for kind in ("*.py", "*.yml") for file in Path(__file__).parents[1].rglob(kind)]
    tests = "".join(file.read_text(encoding="utf-8") for file in files)
    others = set(FAULTS) - {broken.fault for broken in BROKEN}

    assert [one for one in others if not re.search(rf'break_down\(\s*"{one}"|faults: {{.*\b{one}:', tests)] == []


@pytest.mark.thorough
@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_a_fault_while_the_second_release_is_deployed(emulated: Station, broken: Broken) -> None:
    _try(emulated, broken)


SAMPLED = ("cut-upload",)


@pytest.mark.parametrize("broken", [broken for broken in BROKEN if broken.fault in SAMPLED], ids=str)
def test_the_same_on_the_real_engine(new_station: Callable[[str], Station], pwsh: str, broken: Broken) -> None:
    _try(new_station("pwsh"), broken)


def _try(station: Station, broken: Broken) -> None:
    one_host(station)
    assert station.deploy().code == 0
    before = station.snapshot("lab01")
    second = str(station.release("second"))
    station.break_down(broken.fault, **broken.options)

    typed = station.type("deploy", "--env", "lab", "--package", second)

    assert typed.code == broken.code, typed.text
    for word in broken.says:
        assert word in typed.out
    assert (SECOND in station.served("lab01")) is broken.live
    assert left_behind(station) == []
    if not broken.live:
        after = station.snapshot("lab01")
        assert (after["iis"], after["states"], after["acl"]) == (before["iis"], before["states"], before["acl"])
        assert _content(after) == _content(before)
    station.repair()
    again = station.deploy("--package", second)
    assert (again.code, again.hosts["lab01"]["status"]) == (0, "ok" if broken.live else "changed"), again.text
    assert SECOND in station.served("lab01")


def _content(snapshot: Mapping[str, Any]) -> dict[str, str]:
    return {path: what for path, what in snapshot["files"].items() if path.startswith("C:\\inetpub\\hello")}


@pytest.mark.parametrize("engine", ["emulated"], indirect=True)  # SAMPLED has a full disk on the real one
@pytest.mark.parametrize("script", ["deploy/updating", "deploy/publishing+verifying+finishing"])
def test_a_disk_that_fills_up_meanwhile(station: Station, script: str) -> None:
    one_host(station)
    assert station.deploy().code == 0
    before = station.snapshot("lab01")
    second = str(station.release("second"))
    station.break_down("latency", seconds=0.2)

    with going(station, "deploy", "--env", "lab", "--package", second) as deploy:
        deploy.until_script(script)
        station.break_down("full-disk", free=10)
        ended = deploy.ended()

    assert ended.code == 2, ended.text
    assert re.search("not enough space|has no room", ended.out)
    for word in ("next:", "record:"):
        assert word in ended.out
    assert SECOND not in station.served("lab01")
    assert station.snapshot("lab01")["iis"] == before["iis"]
    assert left_behind(station) == []
    station.repair()
    assert station.deploy("--package", second).code == 0
    assert SECOND in station.served("lab01")


def test_a_refused_login_is_tried_once(emulated: Station) -> None:
    one_host(emulated)
    assert emulated.deploy().code == 0
    emulated.break_down("unauthorised")
    before = emulated.ask_lab("status")["hosts"]["lab01"]["requests"]

    assert emulated.deploy().code == 3

    after = emulated.ask_lab("status")["hosts"]["lab01"]["requests"]
    # NTLM: the 401 that asks for a login, and the login that is refused.
    assert sum(after.values()) - sum(before.values()) <= 2


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_large_archive_goes_on_after_a_cut(emulated: Station, after: int) -> None:
    one_host(emulated)
    assert emulated.deploy().code == 0
    second = emulated.release("second")
    with (second / "large.bin").open("wb") as file:
        for number in range(21):
            file.write(_noise(number))
    emulated.break_down("cut-upload", after=after * 20)

    typed = emulated.deploy("--package", str(second))

    assert typed.code == 0, typed.text
    assert 20_000_000 < typed.hosts["lab01"]["content_bytes"] < 23_000_000
    assert left_behind(emulated) == []
    assert SECOND in emulated.served("lab01")


def _noise(number: int) -> bytes:
    """A megabyte that cannot be compressed."""
    return random.Random(number).randbytes(1_000_000)


def test_a_locked_file_of_an_old_release_is_a_warning(emulated: Station) -> None:
    one_host(emulated)
    emulated.edit_inventory(lambda data: data["groups"]["web"]["sites"]["Hello"].update(keep_releases=2))
    names = ["second", "third", "fourth"]
    packages = {name: str(emulated.release(name)) for name in names}
    assert emulated.deploy().code == 0
    assert emulated.deploy("--package", packages["second"]).code == 0
    first = _releases(emulated)
    emulated.break_down("locked-file")

    typed = emulated.type("deploy", "--env", "lab", "--package", packages["third"])

    assert typed.code == 0, typed.text
    assert "warning:" in typed.out
    assert "This is third" in emulated.served("lab01")
    assert left_behind(emulated) == []
    assert len(_releases(emulated)) == 3
    emulated.repair()
    assert emulated.deploy("--package", packages["fourth"]).code == 0
    assert len(_releases(emulated)) == 2
    assert not set(first) & set(_releases(emulated))


def _releases(station: Station) -> list[str]:
    folder = "C:\\inetpub\\hello\\releases\\"
    files = station.snapshot("lab01")["files"]
    return [path for path in files if path.startswith(folder) and path.endswith(".manifest")]
