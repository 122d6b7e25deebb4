"""The bridge to a real engine: what a client sees of it, and that it looks like Windows from inside."""

import os
import signal
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from psrpcore.types import PSInvocationState

from tests.psrp_client import Client
from winlab.shell.pwsh import PwshShell, open_shell
from winlab.shell.pwsh_process import ShellFault
from winlab.windows.machine import Machine

pytestmark = pytest.mark.usefixtures("pwsh")


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    made = Machine.create(tmp_path_factory.mktemp("lab") / "web01", "web01")
    made.given(
        {
            "files": {"C:\\shop\\a.txt": "hello"},
            "iis": {
                "pools": {"Shop": {"startMode": "AlwaysRunning"}},
                "sites": {"Shop": {"physicalPath": "C:\\shop", "pool": "Shop", "bindings": ["http *:80:shop"]}},
            },
        }
    )
    return made


@pytest.fixture(scope="module")
def client(machine: Machine, pwsh: str) -> Iterator[Client]:
    opened = Client(open_shell(machine))
    yield opened
    opened.close()


def test_output_errors_and_failure_arrive(client: Client) -> None:
    fine = client.run("'a'; Write-Error 'b'; 'c'")
    failed = client.run("throw 'enough'")

    assert (fine.output, fine.errors, fine.state) == (["a", "c"], ["b"], PSInvocationState.Completed)
    assert (failed.state, failed.reason) == (PSInvocationState.Failed, "enough")


def test_parameters_input_and_secrets_arrive(client: Client) -> None:
    script = """param([System.Collections.IDictionary] $Secrets, [int] $Factor)
    foreach ($chunk in $input) { $chunk.Length * $Factor }
    (New-Object System.Net.NetworkCredential '', $Secrets['x']).Password"""

    answer = client.run(script, {"Factor": 2}, [b"12", b"x" * 100_000], {"x": "s3cret"})

    assert (answer.output, answer.errors) == ([4, 200_000, "s3cret"], [])


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("$env:windir", "C:\\Windows"),
        ("${env:ProgramFiles(x86)}", "C:\\Program Files (x86)"),
        ("$env:COMPUTERNAME", "WEB01"),
        ("Get-Content -LiteralPath C:\\shop\\a.txt", "hello"),
        ("(Get-ItemProperty -LiteralPath HKLM:\\SOFTWARE\\Microsoft\\InetStp).MajorVersion", 10),
        ("Test-Path -LiteralPath HKLM:\\SOFTWARE\\Nothing", False),
        ("(Get-ChildItem -LiteralPath HKLM:\\SOFTWARE\\Microsoft\\InetStp).PSChildName", "Components"),
        ("(Get-ChildItem -LiteralPath Cert:\\LocalMachine\\My).Subject", "CN=web01"),
        ("Test-Path -LiteralPath Cert:\\LocalMachine\\My\\0000", False),
        ("(Get-CimInstance -ClassName Win32_OperatingSystem).BuildNumber", "20348"),
        ("@(Get-CimInstance -ClassName Win32_LogicalDisk -Filter \"DeviceID='Q:'\").Count", 0),
        ("Test-Elevation", True),
        ("Unprotect-Text -Text (Protect-Text -Text 'x')", "x"),
    ],
)
def test_it_looks_like_windows(client: Client, expression: str, expected: object) -> None:
    answer = client.run(expression)

    assert (answer.output, answer.errors) == ([expected], [])


@pytest.mark.parametrize(
    "expression",
    [
        "Get-CimInstance -ClassName Win32_Service",
        "Rename-ItemProperty -LiteralPath HKLM:\\SOFTWARE\\Microsoft\\InetStp -Name MajorVersion -NewName x",
        "New-ItemProperty -LiteralPath HKLM:\\SOFTWARE\\Microsoft\\InetStp -Name x -Value 1 -PropertyType None",
        "netsh.exe wlan show all",
        "Get-Acl -LiteralPath /etc",
    ],
)
def test_what_is_not_emulated_says_so(client: Client, expression: str) -> None:
    answer = client.run(f"$ErrorActionPreference = 'Stop'; {expression}")

    assert answer.state == PSInvocationState.Failed
    assert "not emulated" in (answer.reason or "")


def test_keys_and_values_are_written_as_on_windows(client: Client, machine: Machine) -> None:
    answer = client.run(
        r"""$ErrorActionPreference = 'Stop'
        $key = 'HKLM:\SOFTWARE\Test\Deep'
        $null = New-Item -Path $key -Force -WhatIf
        Test-Path -LiteralPath $key
        $null = New-Item -Path $key -Force
        foreach ($row in @(
            @('Text', 'String', 'a'), @('Number', 'DWord', 4294967295), @('Wide', 'QWord', 5000000000),
            @('Many', 'MultiString', @('a', 'b')), @('Path', 'ExpandString', '%x%'),
            @('Bytes', 'Binary', [byte[]] @(1, 255))
        )) { $null = New-ItemProperty -LiteralPath $key -Name $row[0] -PropertyType $row[1] -Value $row[2] -Force }
        Set-ItemProperty -LiteralPath $key -Name 'Text' -Value 'b'
        Set-ItemProperty -LiteralPath $key -Name 'Days' -Value 14 -Type DWord
        Remove-ItemProperty -LiteralPath $key -Name 'Wide'
        $read = Get-Item -LiteralPath $key
        "$($read.GetValueKind('days')) $($read.GetValue('Number')) $($read.GetValue('Many'))"
        $null = New-Item -Path $key -Name 'Gone'
        Remove-Item -LiteralPath "$key\Gone" -Recurse
        try { $null = New-Item -Path $key } catch { $_.Exception.Message }
        try { $null = New-Item -Path 'HKLM:\SOFTWARE\No\Parent' } catch { 'no parent' }"""
    )

    assert (answer.output, answer.errors) == (
        [False, "DWord -1 a b", "A key in this path already exists.", "no parent"],
        [],
    )
    values = {"Text": "b", "Number": 4294967295, "Many": ["a", "b"], "Path": "%x%", "Bytes": [1, 255], "Days": 14}
    key = r"HKLM\SOFTWARE\Test\Deep"
    assert machine.differs({"registry": {key: {**values, "Wide": None}, rf"{key}\Gone": None}}) == []


def test_the_acl_of_a_key_reads_back_mapped_and_split(client: Client, machine: Machine) -> None:
    answer = client.run(
        r"""$null = New-Item -Path 'HKLM:\SOFTWARE\Rights' -Force
        $acl = Get-Acl -LiteralPath 'HKLM:\SOFTWARE\Rights'
        $acl.Sddl
        $acl.SetSecurityDescriptorSddlForm('D:P(A;OICI;GA;;;SY)')
        Set-Acl -LiteralPath 'HKLM:\SOFTWARE\Rights' -AclObject $acl
        (Get-Acl -LiteralPath 'HKLM:\SOFTWARE\Rights').Sddl"""
    )

    assert answer.output == [
        "O:BAG:SYD:AI(A;CIID;KA;;;SY)(A;CIID;KA;;;BA)(A;CIID;KR;;;BU)",
        "O:BAG:SYD:PAI(A;;KA;;;SY)(A;OICIIO;GA;;;SY)",
    ]
    assert machine.differs({"acl": {r"HKLM\SOFTWARE\Rights": "D:P(A;OICI;GA;;;SY)"}}) == []


def test_an_acl_set_inside_is_seen_outside(client: Client, machine: Machine) -> None:
    answer = client.run(
        """$acl = Get-Acl -LiteralPath C:\\shop
        $acl.SetSecurityDescriptorSddlForm('D:PAI(A;OICI;FA;;;SY)')
        Set-Acl -LiteralPath C:\\shop -AclObject $acl"""
    )

    assert answer.errors == []
    assert machine.differs({"acl": {"C:\\shop": "D:PAI(A;OICI;FA;;;SY)"}}) == []


def test_a_running_pipeline_can_be_stopped(client: Client) -> None:
    shell = client.shell
    loop = "while ($true) { Start-Sleep -Milliseconds 20 }"
    pipeline = uuid.uuid4()
    original = shell.command

    def start_and_stop(started: uuid.UUID, fragments: bytes) -> None:
        nonlocal pipeline
        pipeline = started
        original(started, fragments)
        shell.signal(started, terminate=False)

    shell.command = start_and_stop  # type: ignore[method-assign]
    try:
        answer = client.run(loop)
    finally:
        shell.command = original  # type: ignore[method-assign]

    assert answer.state == PSInvocationState.Stopped
    assert client.run("'alive'").output == ["alive"]
    shell.signal(pipeline, terminate=True)  # a pipeline that is forgotten already


def test_a_dead_process_is_a_fault_of_the_shell(machine: Machine) -> None:
    client = Client(open_shell(machine))
    shell = client.shell
    assert isinstance(shell, PwshShell)
    os.kill(shell.pid, signal.SIGKILL)

    try:
        with pytest.raises(ShellFault, match="PowerShell process"):
            client.run("'too late'")
    finally:
        client.close()


def test_no_engine_is_said_in_words(machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IISFLEET_PWSH", str(tmp_path / "pwsh"))

    with pytest.raises(ShellFault, match="no PowerShell engine"):
        Client(open_shell(machine))


def test_nonsense_is_refused(machine: Machine) -> None:
    with pytest.raises(ValueError, match="no PSRP fragment"):
        open_shell(machine).open(b"nonsense")
