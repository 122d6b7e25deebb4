"""Jobs: scripts that a scheduled task runs, apart from any session, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.psrp_client import Client
from tests.winlab.jobs import FOLDER, PATH, arguments, lines_of, place_job, state_of
from winlab.shell.detached import detached_runner
from winlab.shell.pwsh import open_shell
from winlab.windows.errors import NotEmulated
from winlab.windows.machine import Machine
from winlab.windows.profiles import ASSEMBLY

PATIENCE = 60  # seconds; a first session compiles C#


@pytest.fixture
def host(tmp_path: Path, engine: str) -> Iterator[Machine]:
    machine = Machine.create(tmp_path / "web01", "web01")
    machine.tasks.runner = detached_runner(engine)
    machine.power.pace = 0.01
    yield machine
    machine.close()


def steps(machine: Machine) -> list[str]:
    return [line.get("step", f"end {line.get('status')}") for line in lines_of(machine)]


def test_a_job_keeps_its_record(host: Machine) -> None:
    place_job(host)

    host.tasks.start(PATH)

    assert host.tasks.wait(PATH, PATIENCE)
    state = state_of(host)
    assert (state["state"], state["status"], state["resumed"]) == ("ended", "ok", False)
    assert steps(host) == ["Lock-Host", "Get-HostLock", "Unlock-Host", "end ok"]
    assert lines_of(host)[1]["data"]["lock"]["sessionAlive"] is True
    assert not host.fs.exists(rf"{FOLDER}\secrets.json")
    assert host.tasks.query(PATH)["lastResult"] == 0
    assert not host.call("processes.alive", {"pid": state["processId"], "started": state["processStarted"]})


def test_a_job_that_a_reboot_ends_reverts_by_itself(host: Machine) -> None:
    place_job(host)
    boot = host.power.boot
    host.break_down("reboots", {"phase": "publishing", "after": 1})

    host.tasks.start(PATH)

    assert host.tasks.wait(PATH, PATIENCE)
    assert host.power.wait(PATIENCE)
    assert host.tasks.wait(PATH, PATIENCE)
    state = state_of(host)
    assert (state["state"], state["status"], state["resumed"]) == ("ended", "failed", True)
    assert steps(host) == ["Lock-Host", "Get-HostLock", "Enter-HostJob", "Unlock-Host", "end failed"]
    failure = lines_of(host)[2]["error"]
    assert (failure["kind"], failure["found"]) == ("interrupted", f"this host was started at {host.power.boot}")
    assert host.power.boot > boot
    assert host.differs({"lock": None}) == []


def test_a_job_that_has_ended_takes_its_task_away_at_the_next_start(host: Machine) -> None:
    place_job(host)
    for _ in range(2):
        host.tasks.start(PATH)
        assert host.tasks.wait(PATH, PATIENCE)

    assert host.differs({"tasks": {PATH: None}}) == []
    assert steps(host).count("end ok") == 1


def test_a_file_that_was_changed_does_not_run(host: Machine) -> None:
    place_job(host)
    host.fs.write(rf"{FOLDER}\job.ps1", b"'evil'")

    host.tasks.start(PATH)

    assert host.tasks.wait(PATH, PATIENCE)
    assert (host.tasks.query(PATH)["lastResult"], state_of(host)["state"]) == (87, "registered")


def test_the_emulated_engine_knows_the_bootstrap_only(tmp_path: Path) -> None:
    machine = Machine.create(tmp_path / "web01", "web01")
    machine.tasks.runner = detached_runner("emulated")
    machine.given({"tasks": {r"\a": {"arguments": arguments("'hello'")}, r"\b": {"command": "cmd.exe"}}})

    for path in (r"\a", r"\b"):
        with pytest.raises(NotEmulated):
            machine.tasks.start(path)


def test_a_job_that_installs_iis_can_manage_it(tmp_path: Path, pwsh: str) -> None:
    machine = Machine.create(tmp_path / "web01", "web01", "bare")
    machine.tasks.runner = detached_runner("pwsh")
    command = f"$null = Install-WindowsFeature -Name Web-Server; if (Test-Path -LiteralPath '{ASSEMBLY}') {{ exit 5 }}"
    machine.given({"tasks": {r"\x": {"arguments": arguments(command)}}})

    machine.tasks.start(r"\x")

    assert machine.tasks.wait(r"\x", PATIENCE)
    assert machine.tasks.query(r"\x")["lastResult"] == 5
    machine.close()


CMDLETS = r"""
param([string] $Xml)
$ErrorActionPreference = 'Stop'
$one = @{ TaskName = 'x'; TaskPath = '\iisfleet\' }
"$((Register-ScheduledTask @one -Xml $Xml -Force).State)"
$info = Get-ScheduledTaskInfo @one
"$($info.LastTaskResult) $($info.LastRunTime.Year) $($info.NextRunTime.Hour)"
([xml] (Export-ScheduledTask @one)).Task.RegistrationInfo.URI
"$(@(Get-ScheduledTask -TaskPath '\iisfleet\').Count)"
try { Register-ScheduledTask @one -Xml $Xml } catch { $_.Exception.Message }
Start-ScheduledTask @one
while ("$((Get-ScheduledTask @one).State)" -eq 'Running') { Start-Sleep -Milliseconds 50 }
"$((Get-ScheduledTaskInfo @one).LastTaskResult)"
Unregister-ScheduledTask @one -Confirm:$false
"$(@(Get-ScheduledTask @one -ErrorAction SilentlyContinue).Count)"
try { Start-ScheduledTask @one } catch { 'gone' }
try { Get-ScheduledTask -TaskName 'x' } catch { $_.FullyQualifiedErrorId }
"$((Get-CimInstance -ClassName Win32_OperatingSystem).LastBootUpTime.ToUniversalTime().ToString('o'))"
"""
SESSION = "$PID; (Get-Process -Id $PID).StartTime.ToUniversalTime().ToString('o')"


def test_the_cmdlets(tmp_path: Path, pwsh: str) -> None:
    machine = Machine.create(tmp_path / "web01", "web01")
    machine.tasks.runner = detached_runner("pwsh")
    machine.given({"tasks": {r"\y": {"at": "03:00", "arguments": arguments("exit 3")}}})
    client = Client(open_shell(machine))
    try:
        answer = client.run(CMDLETS, {"Xml": machine.tasks.query(r"\y")["xml"]})
        session = dict(zip(("pid", "started"), client.run(SESSION).output, strict=True))
        assert machine.call("processes.alive", session)
        assert not machine.call("processes.alive", {**session, "started": "2026-01-01T00:00:00Z"})
    finally:
        client.close()
        machine.close()

    assert not machine.call("processes.alive", session)
    assert answer.errors == []
    assert answer.output == [
        "Ready",
        "267011 1999 3",
        r"\iisfleet\x",
        "1",
        "Cannot create a file when that file already exists.",
        "3",
        "0",
        "gone",
        "CmdletizationQuery_NotFound_TaskName,Get-ScheduledTask",
        machine.power.boot,
    ]
