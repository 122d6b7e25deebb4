"""Restarts through the whole chain: what ran runs again, what was stopped is stopped, and a host says where not."""

from typing import Any

import pytest

from iisfleet.rendering import render_steps
from tests.contracts.controller import Controller, Told
from tests.contracts.inventories import simple
from winlab.shell.handlers import Session
from winlab.shell.reader import read_script
from winlab.shell.runner import run_script

RESTARTED = [{"path": f"service/{name}", "before": "Running", "after": "restarted"} for name in ("W3SVC", "WAS")]
WMSVC = {"path": "service/WMSVC", "before": "Running", "after": "restarted"}
SITES = ("Hello", "Old")


@pytest.fixture
def host(controller: Controller) -> Controller:
    """Hello answers, Old is stopped, though both have autoStart."""
    folder = r"C:\inetpub\hello"
    controller.machine.given(
        {
            "files": {rf"{folder}\index.html": "hello"},
            "iis": {
                "pools": {name: {"startMode": "AlwaysRunning"} for name in SITES},
                "sites": {
                    name: {"physicalPath": folder, "pool": name, "bindings": ["http *:80:"]} for name in reversed(SITES)
                },
            },
            "states": {"pools": {"Old": "Stopped"}, "sites": {"Old": "Stopped", "Hello": "Started"}},
            "services": {"WMSVC": "Running"},
        }
    )
    controller.write(simple())
    return controller


def restart(host: Controller, *words: str) -> Told:
    return host.ask("restart-iis", "--timeout", "20", *words)


def running(host: Controller) -> dict[str, Any]:
    """What runs, without the ids of processes."""
    seen = host.snapshot()
    services = {name: one["status"] for name, one in seen["services"].items()}
    return {"states": seen["states"], "services": services, "front": sorted(host.machine.front.endpoints())}


def left(host: Controller) -> list[str]:
    """What stays of it in the product's folder: nothing but what is kept on purpose."""
    house = r"C:\ProgramData\iisfleet"
    files = [path for path, seen in host.snapshot()["files"].items() if path.startswith(house) and seen != "folder"]
    return [path for path in files if "\\jobs\\" not in path and not path.endswith(r"\work")]


def test_a_restart_of_iis_leaves_what_ran_and_what_did_not(host: Controller) -> None:
    before, processes = running(host), host.snapshot()["services"]
    planned = restart(host, "--plan")

    done = restart(host)

    assert (done.code, done.host["status"]) == (0, "changed"), done.text
    assert done.changes == planned.changes == [*RESTARTED, WMSVC]
    assert running(host) == before
    again = {n for n, one in host.snapshot()["services"].items() if one["processId"] != processes[n]["processId"]}
    assert again == {"W3SVC", "WAS", "WMSVC"}
    assert left(host) == []


def test_a_dependant_that_does_not_start_again_is_told(host: Controller) -> None:
    before = running(host)
    host.machine.given({"faults": {"dependant-cannot-start": {}}})

    done = restart(host)

    assert (done.code, done.host["status"]) == (2, "failed")
    assert "service WMSVC is Stopped" in done.host["failure"]["message"]
    assert "net start" in done.host["failure"]["remedy"]
    after = running(host)
    assert after["states"] == before["states"]  # all that can be is as before
    assert after["services"] == {**before["services"], "WMSVC": "Stopped"}
    assert left(host) == []


def test_a_site_that_stays_down_is_told(host: Controller) -> None:
    host.machine.given({"faults": {"pool-cannot-start": {"pool": "Hello", "healthy": []}}})

    done = restart(host)

    assert done.code == 2
    assert "pool Hello is Stopped" in done.host["failure"]["message"]
    assert not done.host["reverted"]


def test_iis_that_is_stopped_stays_so(host: Controller) -> None:
    host.machine.given({"services": {"WMSVC": "Stopped", "W3SVC": "Stopped", "WAS": "Stopped"}})
    before = host.snapshot()["services"]

    done = restart(host)

    assert (done.code, done.host["status"], done.changes) == (0, "ok", [])
    assert "stays so" in done.host["warnings"][0]
    assert host.snapshot()["services"] == before


def test_after_a_restart_of_the_host_runs_what_ran_before(host: Controller) -> None:
    before = running(host)
    planned = restart(host, "--reboot", "--plan")

    done = restart(host, "--reboot")

    assert (done.code, done.host["status"]) == (0, "changed"), done.text
    assert done.changes == planned.changes == [{"path": "host/boot", "before": None, "after": "restarted"}]
    assert running(host) == before
    assert left(host) == []


@pytest.mark.thorough
@pytest.mark.parametrize("engine", ["emulated"], indirect=True)  # each of its steps has its cases on the real one
def test_a_restart_of_the_host_after_which_a_site_does_not_answer_is_told(host: Controller) -> None:
    host.machine.given({"faults": {"pool-cannot-start": {"pool": "Hello", "healthy": []}}})

    done = restart(host, "--reboot")

    assert done.code == 2
    assert "pool Hello is Stopped" in done.host["failure"]["message"]


def test_a_host_that_restarts_in_the_middle_heals_itself(host: Controller) -> None:
    before = running(host)
    host.machine.given({"faults": {"reboots": {"phase": "publishing", "after": 2}}})

    cut = restart(host)

    assert (cut.code, cut.host["failure"]["kind"], cut.host["reverted"]) == (2, "interrupted", True), cut.text
    assert running(host) == before
    assert left(host) == []
    assert restart(host).code == 0


def test_what_a_controller_that_died_during_a_reboot_left_is_brought_back(host: Controller) -> None:
    """It had noted what ran, and taken the host out of rotation; the host has come back without it."""
    before, flag = running(host), r"C:\inetpub\hello\up.txt"
    host.machine.given({"files": {flag: "up"}})
    drained = {"Run": "dead", "Flag": flag, "State": "drained"}
    steps = [("Save-IisService", {"Run": "dead"}), ("Set-HostDrain", drained)]
    for line in run_script(read_script(render_steps(steps).text), Session(host.machine)):
        assert '"failed"' not in line
    host.machine.services.boot()
    assert running(host) != before
    host.write(simple(), drain={"flag": flag, "wait": 0})

    done = restart(host)

    assert done.code == 0, done.text
    assert running(host) == before
    assert host.machine.fs.exists(flag)
    assert left(host) == []


@pytest.mark.parametrize("engine", ["emulated"], indirect=True)  # each of its steps has its cases on the real one
def test_a_site_is_stopped_and_started_and_its_pool_recycled(host: Controller) -> None:
    workers = host.snapshot()["workers"]["Hello"]

    stopped = host.ask("stop", "--site", "Hello")
    assert stopped.changes == [{"path": "site/Hello/state", "before": "Started", "after": "Stopped"}]
    assert host.snapshot()["states"]["sites"]["Hello"] == "Stopped"
    assert host.ask("start", "--site", "Hello").changes[0]["after"] == "Started"
    assert host.ask("start", "--site", "Hello").changes == []
    planned = host.ask("recycle", "--pool", "Hello", "--plan")
    assert host.snapshot()["workers"]["Hello"] == workers
    assert host.ask("recycle", "--pool", "Hello").changes == planned.changes
    assert host.snapshot()["workers"]["Hello"] not in (workers, [])
    unknown = host.ask("stop", "--site", "Nobody")
    assert (unknown.code, unknown.host["failure"]["kind"]) == (2, "missing")
