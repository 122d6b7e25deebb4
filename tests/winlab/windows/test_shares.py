"""Shares of other machines: who may read them, and what robocopy says."""

from pathlib import Path

import pytest

from tests.psrp_client import Client
from winlab.fleet import _engine_of
from winlab.windows.machine import Machine
from winlab.windows.shares import SYSTEM, ShareError

DROP = r"\\files\drop"
LOGIN = {"user": r"CORP\reader", "password": "S3cret!"}


@pytest.fixture
def host(tmp_path: Path) -> Machine:
    made = Machine.create(tmp_path / "hosts" / "web01", "web01")
    made.given({"shares": {DROP: {"files": {r"Shop\a.txt": "a", r"Shop\sub\b.txt": "b"}, "account": LOGIN}}})
    return made


def copy(machine: Machine, caller: str | None, source: str = rf"{DROP}\Shop", *options: str) -> tuple[int, str]:
    wanted = [source, r"C:\to", *options, "/E", "/XJ", "/R:0", "/W:0", r"/UNILOG:C:\log.txt"]
    code = machine.run("robocopy.exe", *wanted, caller=caller).code
    return code, machine.fs.read(r"C:\log.txt").decode("utf-16")


def test_system_reads_a_share_and_a_session_does_not(host: Machine) -> None:
    code, log = copy(host, "session-1")
    assert (code, "ERROR 5 (0x00000005)" in log, host.fs.exists(r"C:\to")) == (16, True, False)

    code, log = copy(host, SYSTEM)

    assert (code, log.count("New File")) == (1, 2)
    assert host.fs.read(r"C:\to\sub\b.txt") == b"b"
    assert copy(host, SYSTEM)[0] == 0


@pytest.mark.parametrize(
    ("source", "fault", "number"),
    [
        (r"\\nobody\drop", False, 53),
        (r"\\files\nothing", False, 67),
        (rf"{DROP}\Nothing", False, 2),
        (rf"{DROP}\Shop", True, 53),
    ],
)
def test_what_cannot_be_reached_has_windows_number(host: Machine, source: str, fault: bool, number: int) -> None:
    if fault:
        host.break_down("share-unreachable")

    code, log = copy(host, SYSTEM, source)

    assert (code, f"ERROR {number} (0x{number:08X})" in log) == (16, True)


def test_one_session_reads_it_as_the_shares_account_until_it_lets_go(host: Machine) -> None:
    with pytest.raises(ShareError) as refused:
        host.shares.connect(DROP, "other", "S3cret!", caller="session-1", drive="X")
    assert refused.value.code == 1326

    host.shares.connect(DROP, *LOGIN.values(), caller="session-1", drive="X")

    assert copy(host, "session-1", rf"{DROP}\Shop", "a.txt")[0] == 1
    assert copy(host, "session-2")[0] == 16
    host.shares.disconnect("session-1", "x")
    assert copy(host, "session-1")[0] == 16


def test_a_drive_with_a_credential_on_the_real_engine(host: Machine, pwsh: str) -> None:
    client = Client(_engine_of("pwsh")(host))
    answer = client.run(
        r"""$ErrorActionPreference = 'Stop'
        function Connect {
            $password = ConvertTo-SecureString -String $args[0] -AsPlainText -Force
            $credential = New-Object -TypeName System.Management.Automation.PSCredential 'CORP\reader', $password
            $drive = @{ Name = 'Share'; PSProvider = 'FileSystem'; Root = '\\files\drop'; Scope = 'Script' }
            $null = New-PSDrive @drive -Credential $credential
        }
        try { Connect 'wrong' } catch { $_.Exception.GetBaseException().NativeErrorCode }
        Connect 'S3cret!'
        $copy = '\\files\drop\Shop', 'C:\to', '/E', '/XJ', '/R:0', '/W:0', '/UNILOG:C:\log.txt'
        $null = robocopy.exe @copy; $LASTEXITCODE
        (Get-ChildItem -LiteralPath 'Share:\Shop' -File).Name
        Remove-PSDrive -Name 'Share' -Force
        $null = robocopy.exe @copy; $LASTEXITCODE"""
    )
    client.close()

    assert (answer.output, answer.errors, answer.reason) == ([1326, 1, "a.txt", 16], [], None)
