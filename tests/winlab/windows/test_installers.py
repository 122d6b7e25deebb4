"""Installers of the lab, and what a missing module does to IIS."""

from pathlib import Path

import pytest

from winlab.__main__ import main
from winlab.windows.ancm import missing_module
from winlab.windows.bundle import MODULES
from winlab.windows.errors import NotEmulated, NotFound
from winlab.windows.installers import Installer, installer_bytes, read_installer
from winlab.windows.machine import Machine

FILE = r"C:\media\bundle.exe"
LOG = r"C:\media\bundle.log"
QUIET = ["/install", "/quiet", "/norestart", "/log", LOG]
BUNDLES = r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Updates\.NET"
SHARED = '<configuration><configurationRedirection enabled="true" path="\\\\farm" /></configuration>'
REDIRECTION = r"C:\Windows\System32\inetsrv\config\redirection.config"


def run(machine: Machine, *arguments: str) -> int | None:
    """An installer that ends at once; None if it does not."""
    number = machine.call("installer.start", {"path": FILE, "args": [*arguments]})
    code: int | None = machine.call("installer.poll", {"number": number})
    return code


def bundle(machine: Machine, version: str = "10.0.13") -> None:
    machine.fs.write(FILE, installer_bytes("hosting-bundle", version))


def versions(machine: Machine) -> list[str]:
    return [name.split()[2] for name in machine.registry.get(BUNDLES)["keys"]]  # type: ignore[index]


def test_the_command_writes_what_the_lab_reads(tmp_path: Path) -> None:
    file = tmp_path / "vc.exe"

    assert main(["installer", "--kind", "vc-redist", "--version", "14.40.33810", str(file)]) == 0

    assert read_installer(file.read_bytes()) == Installer("vc-redist", "14.40.33810")
    assert read_installer(b"MZ") is None


def test_an_older_installer_finds_a_newer_version_and_leaves_it(machine: Machine) -> None:
    bundle(machine, "10.0.9")

    assert run(machine, *QUIET) == 1638

    assert versions(machine) == ["10.0.12"]
    assert "result: 1638" in machine.fs.read(LOG).decode()


def test_shared_configuration_stops_an_installer_that_is_not_told(machine: Machine) -> None:
    bundle(machine)
    machine.fs.write(REDIRECTION, SHARED.encode())

    assert run(machine, *QUIET) == 1603
    assert "Access is denied" in machine.fs.read(r"C:\media\bundle_000_AspNetCoreModule_x64.log").decode("utf-16")
    assert run(machine, *QUIET, "OPT_NO_SHARED_CONFIG_CHECK=1") == 0


def test_options_are_remembered_until_others_are_named(machine: Machine) -> None:
    bundle(machine, "10.0.13")
    run(machine, *QUIET, "OPT_NO_X86=1")
    bundle(machine, "10.0.14")
    run(machine, *QUIET)

    x86 = r"C:\Program Files (x86)\dotnet\shared\Microsoft.NETCore.App"
    assert machine.fs.names(x86) == []
    assert run(machine, "/repair", *QUIET[1:], "OPT_NO_SHAREDFX=0") == 0
    assert machine.fs.names(x86) == ["10.0.14"]


def test_two_installers_do_not_run_at_once(machine: Machine) -> None:
    bundle(machine)
    machine.break_down("installer", {"seconds": 60})

    assert run(machine, *QUIET) is None
    assert run(machine, *QUIET) == 1618
    assert versions(machine) == ["10.0.12"]


def test_a_restart_in_the_middle_leaves_what_was_done_by_then(machine: Machine) -> None:
    machine.power.pace = 0.01
    bundle(machine)
    machine.break_down("installer", {"reboot": True, "effect": "half"})
    before = machine.power.boot

    assert run(machine, *QUIET) is None
    assert machine.power.wait(10)

    assert machine.power.boot > before
    assert versions(machine) == ["10.0.12"]
    assert machine.fs.is_folder(r"C:\Program Files\dotnet\shared\Microsoft.NETCore.App\10.0.13")
    assert run(machine, *QUIET) == 0  # the fault struck once


def test_what_is_no_installer_or_no_argument_of_one_is_not_emulated(machine: Machine) -> None:
    bundle(machine)
    with pytest.raises(NotEmulated, match="/passive"):
        run(machine, "/install", "/quiet", "/passive")
    machine.fs.write(FILE, b"MZ")
    with pytest.raises(NotEmulated, match=r"bundle\.exe"):
        run(machine, *QUIET)


def test_an_upgrade_of_windows_takes_what_it_is_told_and_is_over(machine: Machine) -> None:
    with pytest.raises(NotFound, match="files32"):
        machine.break_down("os-upgrade", {"what": "drivers"})

    machine.break_down("os-upgrade", {"what": "files32+section"})

    pool = machine.iis.topology().pools["DefaultAppPool"]
    assert machine.faults.all() == {}
    assert missing_module(machine, pool) is None  # a 64-bit pool
    assert b'section name="aspNetCore"' not in machine.iis.read()
    assert not machine.fs.exists(MODULES["v2"].files[1])
