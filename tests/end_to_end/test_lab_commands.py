"""The lab by its commands: what they say, said twice, and nothing left behind, however it ends."""

import json
import socket
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.end_to_end.observing import descendants, one_host, temporary
from tests.end_to_end.station import Station
from winlab.faults import FAULTS

UP = ("lab.up", "--engine", "emulated", "--hosts", "lab01,lab02")


def _ports(station: Station) -> list[int]:
    state = json.loads((station.lab_root / "fleet.json").read_text(encoding="utf-8"))
    return [state["control"]["port"], *(host["port"] for host in state["hosts"].values())]


def _is_open(port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(5)
        return client.connect_ex(("127.0.0.1", port)) == 0


def _all_gone(processes: list[psutil.Process]) -> bool:
    """Within the time that an engine may take to notice that nobody talks to it any more."""
    _, alive = psutil.wait_procs(processes, timeout=30)
    return not alive


def test_up_twice_is_one_lab_and_down_leaves_nothing(emulated: Station) -> None:
    first = emulated.type(*UP)
    assert first.code == 0, first.text
    assert first.out.startswith("Engine: emulated (it was asked for).\nlab01  ready  http://127.0.0.1:")
    password = (emulated.lab_root / "password").read_text(encoding="utf-8")
    processes, folder, ports = descendants(_pid(emulated)), temporary(emulated), _ports(emulated)
    assert folder.is_dir()
    assert all(_is_open(port) for port in ports)

    again, status = emulated.type(*UP), emulated.type("lab.status")
    assert again.out == first.out == status.out
    assert _pid(emulated) == processes[0].pid
    document = json.loads(emulated.type("lab.status", "--json").out)
    assert list(document["hosts"]) == ["lab01", "lab02"]
    assert password not in status.out + json.dumps(document)

    assert emulated.type("lab.down").out == "The lab is down.\n"
    assert _all_gone(processes)
    assert not folder.exists()
    assert not any(_is_open(port) for port in ports)
    assert {path.name for path in emulated.lab_root.iterdir()} == {"fleet.log", "hosts"}
    second = emulated.type("lab.down")
    assert (second.code, second.out) == (0, "No lab was running.\n")
    assert emulated.type("lab.down", "--purge").code == 0
    assert not emulated.lab_root.exists()


def _pid(station: Station) -> int:
    return int(json.loads((station.lab_root / "fleet.json").read_text(encoding="utf-8"))["pid"])


@pytest.mark.parametrize("command", [("lab.status",), ("lab.reset",), ("lab.break", "--fault", "latency")])
def test_without_a_lab_the_commands_say_how_to_start_one(emulated: Station, command: tuple[str, ...]) -> None:
    typed = emulated.type(*command)

    assert (typed.code, typed.out) == (1, "")
    assert typed.err.startswith("No lab runs in .iisfleet/lab. Start one first: invoke lab.up")


def test_break_lists_sets_and_clears_faults(emulated: Station) -> None:
    emulated.type(*UP)
    listed = emulated.type("lab.break")
    assert listed.code == 0, listed.text
    assert [line.split()[0] for line in listed.out.splitlines()] == list(FAULTS)

    assert emulated.type("lab.break", "--fault", "latency", "--option", "seconds=0.01").out == "latency: lab01, lab02\n"
    assert emulated.type("lab.break", "--fault", "503", "--host", "lab02").out == "503: lab02\n"
    lines = emulated.type("lab.status").out.splitlines()
    assert lines[1].endswith("broken: latency")
    assert lines[2].endswith("broken: 503, latency") or lines[2].endswith("broken: latency, 503")
    assert emulated.type("lab.break", "--clear").out == "Repaired: lab01, lab02\n"
    assert "broken" not in emulated.type("lab.status").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--fault", "earthquake"), "no fault is called earthquake"),
        (("--fault", "latency", "--option", "minutes=1"), "fault latency has no option minutes; it has seconds"),
        (("--fault", "latency", "--option", "fast"), "--option fast: write it as name=value."),
        (("--fault", "latency", "--host", "web07"), "the fleet has no host web07; it has lab01, lab02"),
        (("--fault", "locked-file"), "no file of an old release is there to be locked: deploy twice"),
    ],
)
def test_a_fault_that_cannot_be(emulated: Station, words: tuple[str, ...], says: str) -> None:
    emulated.type(*UP)

    typed = emulated.type("lab.break", *words)

    assert (typed.code, typed.out) == (1, "")
    assert says in typed.err
    assert "broken" not in emulated.type("lab.status").out


def test_reset_makes_a_host_new(emulated: Station) -> None:
    emulated.type(*UP)
    new = {name: emulated.snapshot(name) for name in ("lab01", "lab02")}
    one_host(emulated)
    assert emulated.deploy().code == 0
    assert emulated.snapshot("lab01") != new["lab01"]

    typed = emulated.type("lab.reset", "--hosts", "lab01")

    assert (typed.code, typed.out) == (0, "Reset: lab01\n")
    assert emulated.snapshot("lab01") == new["lab01"]
    again = emulated.deploy()
    assert again.hosts["lab01"]["status"] == "changed"


def test_a_lab_without_the_wanted_hosts_is_told(emulated: Station) -> None:
    emulated.type(*UP)

    typed = emulated.deploy()  # the inventory has lab03 too

    assert typed.code == 1
    assert "without lab03" in typed.err
    assert "invoke lab.down" in typed.err


def test_hosts_outlive_the_lab(emulated: Station) -> None:
    one_host(emulated)
    assert emulated.deploy().code == 0
    before = emulated.snapshot("lab01")

    assert emulated.type("lab.down").code == 0
    typed = emulated.deploy()

    assert (typed.code, typed.hosts["lab01"]["status"]) == (0, "ok"), typed.text
    after = emulated.snapshot("lab01")
    assert (after["files"], after["iis"]) == (before["files"], before["iis"])
    assert "Hello from the lab" in emulated.served("lab01")


def test_a_lab_that_is_killed_leaves_nothing_and_starts_again(station: Station) -> None:
    one_host(station)
    assert station.deploy().code == 0
    assert station.served("lab01")  # the app runs, where there is a real one
    processes, folder = descendants(_pid(station)), temporary(station)

    processes[0].kill()

    assert _all_gone(processes)
    down = station.type("lab.status")
    assert (down.code, "No lab runs" in down.err) == (1, True)
    assert not folder.exists()
    assert not (station.lab_root / "password").exists()
    again = station.deploy()
    assert (again.code, again.hosts["lab01"]["status"]) == (0, "ok"), again.text
    assert "Hello from the lab" in station.served("lab01")


def test_the_real_engine_leaves_no_process(new_station: Callable[[str], Station], pwsh: str) -> None:
    station = new_station("pwsh")
    one_host(station)
    assert station.deploy().code == 0
    assert station.served("lab01")
    processes, folder = descendants(_pid(station)), temporary(station)
    assert Path(pwsh).name in {process.name() for process in processes} | {"pwsh", "pwsh.exe"}

    assert station.type("lab.down").code == 0

    assert _all_gone(processes)
    assert not folder.exists()
