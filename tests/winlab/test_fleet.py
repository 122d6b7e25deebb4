"""Fleets: in this process, and in one of their own."""

import json
import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from pypsrp.powershell import PowerShell, RunspacePool
from pypsrp.wsman import WSMan

from winlab import background
from winlab.__main__ import main
from winlab.control import ControlError
from winlab.faults import FAULTS
from winlab.fleet import Fleet, UnknownHost

FACTS = "Invoke-Phase 'starting' {\n    Invoke-Step 'Get-HostFact' @{ Drives = @('C') }\n}\n"


def run(host: dict[str, Any], text: str) -> list[Any]:
    """A script over the wire to a host as fleet.json tells it."""
    password = Path(host["password_file"]).read_text()
    wanted = {"port": host["port"], "ssl": host["ssl"], "username": host["username"], "auth": "ntlm"}
    with WSMan(host["address"], password=password, **wanted) as wsman, RunspacePool(wsman) as pool:
        shell = PowerShell(pool)
        shell.add_script(text)
        return [json.loads(line) for line in shell.invoke()]


def test_hosts_answer_and_are_gone_afterwards(tmp_path: Path) -> None:
    with Fleet(tmp_path, ["lab01", "lab02"], engine="emulated") as fleet:
        described = fleet.describe()["hosts"]
        lines = run(described["lab02"], FACTS)
        counts = {host.name: sum(host.recorder.counts.values()) for host in fleet.hosts}
        with pytest.raises(UnknownHost, match="lab01, lab02"):
            fleet.host("web09")

    assert lines[-1]["end"]
    assert counts["lab01"] == 0
    assert counts["lab02"] > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hosts"]
    with pytest.raises(OSError, match="refused"):
        run(described["lab01"] | {"password_file": os.devnull}, FACTS)


def test_reset_gives_the_profile_back_and_ends_sessions(tmp_path: Path) -> None:
    with Fleet(tmp_path, ["lab01"], engine="emulated") as fleet:
        host = fleet.host("LAB01")
        before = host.machine.snapshot()
        host.machine.path(r"C:\extra.txt").write_text("x")
        host.machine.break_down("latency", {"seconds": 0.01})

        fleet.reset(["lab01"])

        assert host.machine.snapshot() == before
        assert host.machine.faults.all() == {}
        assert host.service.shells == []


def test_machines_outlive_the_fleet(tmp_path: Path) -> None:
    with Fleet(tmp_path, ["lab01"], engine="emulated") as fleet:
        fleet.host("lab01").machine.path(r"C:\extra.txt").write_text("x")

    with Fleet(tmp_path, ["lab01"], engine="emulated") as fleet:
        assert fleet.host("lab01").machine.path(r"C:\extra.txt").read_text() == "x"


def test_a_hundred_hosts_in_one_process(tmp_path: Path) -> None:
    with Fleet(tmp_path, [f"lab{number:03}" for number in range(100)], engine="emulated") as fleet:
        ports = {host.endpoint.port for host in fleet.hosts}
        threads = psutil.Process().num_threads()

        assert len(ports) == 100
        assert threads < 50


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "lab"
    background.down(tmp_path / "lab")


def winlab(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_up_status_break_reset_down(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = ("--root", str(root))
    code, text = winlab(capsys, "up", *place, "--hosts", "lab01,lab02", "--engine", "emulated", "--json")
    state = json.loads(text)
    file = root / "fleet.json"
    pid = json.loads(file.read_text())["pid"]

    assert code == 0
    assert (state["engine"], list(state["hosts"])) == ("emulated", ["lab01", "lab02"])
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE((root / "password").stat().st_mode) == 0o600
    assert run(state["hosts"]["lab01"], FACTS)[-1]["end"]

    again = json.loads(winlab(capsys, "up", *place, "--hosts", "lab01", "--json")[1])
    assert again["hosts"]["lab01"]["port"] == state["hosts"]["lab01"]["port"]
    assert winlab(capsys, "up", *place, "--hosts", "lab09")[0] == 1
    code, text = winlab(capsys, "up", *place, "--hosts", "lab01", "--engine", "pwsh")
    assert (code, "on the emulated engine, not on pwsh" in text) == (1, True)

    broken = ("break", *place, "--host", "lab01", "--fault", "latency", "--option", "seconds=0.01")
    assert winlab(capsys, *broken)[0] == 0
    status = json.loads(winlab(capsys, "status", *place, "--json")[1])
    assert status["hosts"]["lab01"]["faults"] == {"latency": {"seconds": 0.01}}
    assert status["hosts"]["lab01"]["requests"]["Create"] == 1
    assert winlab(capsys, "break", *place, "--fault", "nope")[0] == 1
    assert winlab(capsys, "break", *place, "--clear")[0] == 0
    assert winlab(capsys, "reset", *place, "--host", "lab02") == (0, "Reset: lab02\n")

    assert winlab(capsys, "down", *place) == (0, "The lab is down.\n")
    assert not psutil.pid_exists(pid)
    assert sorted(path.name for path in root.iterdir()) == ["fleet.log", "hosts"]
    assert winlab(capsys, "down", *place, "--purge") == (0, "No lab was running.\n")
    assert not root.exists()


def test_what_a_killed_fleet_left_is_cleaned_up(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    running = background.up(background.Wanted(root, ("lab01",), "emulated"))
    process = psutil.Process(running.state["pid"])
    temporary = Path(running.state["temporary"])
    assert temporary.is_dir()
    os.kill(process.pid, signal.SIGKILL)
    psutil.wait_procs([process], timeout=10)

    code, text = winlab(capsys, "status", "--root", str(root))

    assert (code, "No lab runs in" in text) == (1, True)
    assert sorted(path.name for path in root.iterdir()) == ["fleet.log", "hosts"]
    assert not temporary.exists()
    assert background.up(background.Wanted(root, ("lab01",), "emulated")).state["pid"] != process.pid


def test_a_fleet_that_cannot_start_says_why(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = winlab(capsys, "up", "--root", str(root), "--engine", "emulated", "--profile", "nope")

    assert code == 1
    assert "nope" in text
    assert not (root / "fleet.json").exists()


@pytest.mark.parametrize("running", [True, False])
def test_a_host_of_another_profile_is_refused(root: Path, capsys: pytest.CaptureFixture[str], running: bool) -> None:
    background.up(background.Wanted(root, ("lab01",), "emulated"))
    if not running:
        background.down(root)

    code, text = winlab(capsys, "up", "--root", str(root), "--hosts", "lab01", "--profile", "core")

    assert code == 1
    assert "lab01 (ready)" in text
    assert "invoke lab.down --purge" in text
    for same in ((), ("--profile", "ready")):
        assert winlab(capsys, "up", "--root", str(root), "--hosts", "lab01", "--engine", "emulated", *same)[0] == 0


def test_break_without_a_fault_lists_them(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    background.up(background.Wanted(root, ("lab01",), "emulated"))

    code, text = winlab(capsys, "break", "--root", str(root))

    assert code == 0
    assert [line.split()[0] for line in text.splitlines()] == list(FAULTS)
    assert "(status=503, path=/)" in text


def test_a_root_that_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()

    code, text = winlab(capsys, "up", "--root", str(tmp_path / "file" / "lab"), "--engine", "emulated")

    assert (code, text.startswith("winlab: "), "file" in text) == (1, True, True)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pid": "x"}'])
def test_a_state_that_no_fleet_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (tmp_path / "fleet.json").write_text(text)

    assert main(["status", "--root", str(tmp_path)]) == 1
    assert "is not what a fleet writes" in capsys.readouterr().err


def test_a_state_names_no_folder_that_may_be_removed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (tmp_path / "fleet.json").write_text(json.dumps({"pid": os.getpid(), "started": 0, "temporary": str(precious)}))

    assert background.find(tmp_path) is None
    assert precious.exists()


def test_the_control_wants_its_token(root: Path) -> None:
    running = background.up(background.Wanted(root, ("lab01",), "emulated"))
    running.state["control"]["token"] = "guess"

    with pytest.raises(ControlError, match="token"):
        running.ask("stop")


def test_bad_words_on_the_command_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert winlab(capsys, "up", "--root", str(root), "--hosts", ",")[0] == 1
    assert winlab(capsys, "reset", "--root", str(root))[0] == 1
