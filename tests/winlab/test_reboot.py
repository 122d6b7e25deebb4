"""A host of a fleet that reboots: what its clients meet, and what it is afterwards."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from pypsrp.complex_objects import RunspacePoolState
from pypsrp.exceptions import WSManFaultError
from pypsrp.powershell import PowerShell, RunspacePool
from pypsrp.wsman import WSMan

from tests.winlab.jobs import HeldJobs
from winlab.fleet import Fleet, LabHost
from winlab.windows.errors import MachineError

FACTS = "Invoke-Phase 'starting' {\n    Invoke-Step 'Get-HostFact' @{ Drives = @('C') }\n}\n"
SITE = {
    "iis": {
        "pools": {"Shop": {"startMode": "AlwaysRunning"}, "Off": {"autoStart": False}},
        "sites": {"Shop": {"physicalPath": r"C:\shop", "pool": "Shop", "bindings": ["http *:80:shop"]}},
    },
    "files": {r"C:\shop": None},
}
PENDING = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired"


@pytest.fixture
def fleet(tmp_path: Path, engine: str) -> Iterator[Fleet]:
    with Fleet(tmp_path, ["lab01"], engine=engine) as made:
        yield made


def client(host: LabHost) -> WSMan:
    to = host.endpoint
    return WSMan(to.address, port=to.port, ssl=to.ssl, auth="ntlm", username=to.username, password=to.password)


def opened(wsman: WSMan) -> RunspacePool:
    pool = RunspacePool(wsman)
    pool.open()
    return pool


def run(pool: RunspacePool, text: str) -> int:
    shell = PowerShell(pool)
    shell.add_script(text)
    return len(shell.invoke())


def test_sessions_end_and_nobody_answers_until_it_is_up_again(fleet: Fleet) -> None:
    host = fleet.host("lab01")
    with client(host) as before, client(host) as meanwhile, client(host) as after:
        pool, power, down = opened(before), host.machine.power, threading.Event()
        boot, end_sessions = power.boot, power.end_sessions

        def ended() -> None:
            end_sessions()
            down.set()

        power.end_sessions = ended
        power.pace = 60
        power.restart()
        assert down.wait(20)

        with pytest.raises(requests.exceptions.ConnectionError):
            opened(meanwhile)
        with pytest.raises(requests.exceptions.ConnectionError):
            run(pool, FACTS)
        power.close()  # waits no longer

        assert power.boot > boot
        assert host.service.shells == []
        assert opened(after).state == RunspacePoolState.OPENED


@pytest.mark.parametrize("engine", ["emulated"])
class TestMachine:
    """What needs no session is alike on both engines."""

    def test_windows_starts_what_starts_by_itself(self, fleet: Fleet) -> None:
        machine = fleet.host("lab01").machine
        machine.given({**SITE, "registry": {PENDING: {"x": 1}}})
        machine.given({"states": {"pools": {"Shop": "Stopped"}, "sites": {"Shop": "Stopped"}}})
        machine.power.pace = 0.01

        assert machine.run("shutdown.exe", "/r", "/t", "0", "/d", "p:4:1", "/c", "a test").code == 0
        assert machine.power.wait(20)

        expected = {"pools": {"Shop": "Started", "Off": "Stopped"}, "sites": {"Shop": "Started"}}
        assert machine.differs({"states": expected, "registry": {PENDING: None}, "power": "up"}) == []

    def test_one_reboot_at_a_time(self, fleet: Fleet) -> None:
        machine = fleet.host("lab01").machine

        codes = []
        for state in ("up", "scheduled", "down"):
            machine.given({"power": state})
            codes.append(machine.run("shutdown", "-r", "-t", "3600").code)
            machine.power.close()
        assert codes == [0, 1190, 1115]
        machine.given({"power": "scheduled"})
        with pytest.raises(MachineError, match="already"):
            machine.power.restart()
        with pytest.raises(MachineError, match="not emulated"):
            machine.run("shutdown", "/s")

    def test_tasks_are_ended_and_those_for_it_start_at_boot(self, fleet: Fleet) -> None:
        machine, jobs = fleet.host("lab01").machine, HeldJobs()
        machine.tasks.runner = jobs
        machine.given({"tasks": {r"\a": {"boot": True}, r"\b": {}}})
        machine.tasks.start(r"\b")
        machine.power.pace = 0.01
        machine.call("power.reboot")

        assert machine.power.wait(20)

        assert [job.killed for job in jobs.made] == [True, False]
        assert [machine.tasks.query(path)["state"] for path in (r"\a", r"\b")] == ["Running", "Ready"]

    def test_the_fault_strikes_in_the_middle_of_a_script(self, fleet: Fleet) -> None:
        host = fleet.host("lab01")
        host.machine.power.pace = 0.01
        boot = host.machine.power.boot
        host.machine.break_down("reboots", {"when": "script", "phase": "publishing"})
        with client(host) as wsman:
            pool = opened(wsman)
            assert run(pool, FACTS) == 2
            with pytest.raises((requests.exceptions.RequestException, WSManFaultError)):
                run(pool, FACTS.replace("starting", "publishing"))

        assert host.machine.power.wait(20)
        assert host.machine.power.boot > boot
        assert host.machine.faults.all() == {}
