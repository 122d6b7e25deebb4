"""A publish out of the load balancer's rotation, after what its release runs once."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.controller import Controller
from tests.contracts.inventories import simple

TELL = "import os, sys; open(sys.argv[1], 'a').write(f'{sys.argv[2]} {os.environ[\"IISFLEET_HOST\"]}\\n')"
ONCE = 'winlab-program {"output": "3 migrations", "code": %d, "appends": {"C:\\\\data\\\\db.txt": "migrated "}}'


@pytest.fixture
def controller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str) -> Any:
    monkeypatch.setattr("winlab.fleet.find_dotnet", lambda: None)
    made = Controller(tmp_path / "here", engine)
    yield made
    made.close()


def declare(controller: Controller, **drain: Any) -> Path:
    log = controller.folder / "lb.log"
    words = [sys.executable, "-c", TELL, str(log)]
    command = {"out": [*words, "out"], "back": [*words, "back"]}
    site = simple(run_once={"command": ["migrate.cmd", "--apply"]})
    controller.write(site, drain={"command": command, "wait": 0, "connections": 3, "timeout": 1, **drain})
    return log


def test_out_of_rotation_once_and_back(controller: Controller) -> None:
    log = declare(controller)
    controller.machine.given({"connections": {"Hello": 4}})
    controller.change_file("migrate.cmd", ONCE % 0)

    told = controller.ask("deploy")

    assert told.code == 0, told.text
    assert log.read_text(encoding="utf-8") == "out web01\nback web01\n"
    assert "4 connections are left after 1 s; fewer than 3 were waited for." in told.host["warnings"]
    assert controller.machine.differs({"files": {r"C:\data\db.txt": "migrated "}}) == []
    again = controller.ask("deploy")
    assert (again.host["status"], again.changes) == ("ok", [])
    assert log.read_text(encoding="utf-8").count("\n") == 2


def test_what_runs_once_fails_before_anything_is_live(controller: Controller) -> None:
    log = declare(controller)
    controller.change_file("migrate.cmd", ONCE % 3)

    told = controller.ask("deploy")

    assert (told.code, told.host["failure"]["kind"], told.host["reverted"]) == (2, "run-once", False)
    assert "3 migrations" in told.host["failure"]["found"]
    seen = controller.snapshot()
    assert "Hello" not in seen["iis"]["sites"]
    assert r"C:\ProgramData\iisfleet\lock" not in seen["files"]
    assert not log.exists()


def test_a_load_balancer_that_refuses_keeps_the_host_as_it_is(controller: Controller) -> None:
    declare(controller, command={"out": ["no-such-program-here"], "back": [sys.executable, "-c", ""]})
    controller.change_file("migrate.cmd", ONCE % 0)

    told = controller.ask("deploy")

    assert (told.code, told.host["failure"]["kind"], told.host["step"]) == (2, "drain", "drain.out")
    seen = controller.snapshot()
    assert "Hello" not in seen["iis"]["sites"]
    assert r"C:\ProgramData\iisfleet\lock" not in seen["files"]
