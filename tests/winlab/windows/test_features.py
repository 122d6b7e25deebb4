"""Features of Windows, and what they make of a machine."""

from pathlib import Path

import pytest

from winlab.windows.errors import MachineError, NotFound
from winlab.windows.features import DESKTOP, SERVER
from winlab.windows.machine import Machine
from winlab.windows.profiles import CONFIG


def new(tmp_path: Path, profile: str) -> Machine:
    return Machine.create(tmp_path / profile, "web01", profile)


def test_a_server_that_gets_iis_is_one_that_came_with_it(tmp_path: Path) -> None:
    machine, made = new(tmp_path, "bare"), new(tmp_path, "no-bundle")
    machine.features.install(["Web-Server", "Web-Windows-Auth", "Web-Basic-Auth", "Web-Scripting-Tools"])
    machine.features.install(["Web-Mgmt-Console"])

    seen, expected = machine.snapshot(), made.snapshot()

    assert {part for part in seen if seen[part] != expected[part]} <= {"certificates", "keys"}
    assert machine.fs.read(CONFIG) == made.fs.read(CONFIG)


def test_what_is_named_by_two_kinds_of_windows_is_the_same() -> None:
    assert [(f.module, f.component) for f in SERVER.values()] == [(f.module, f.component) for f in DESKTOP.values()]


def test_a_server_brings_parents_and_parts(tmp_path: Path) -> None:
    machine = new(tmp_path, "bare")

    done = machine.features.install(["web-websockets"])

    assert done.names[:2] == ("Web-Server", "Web-WebServer")
    assert {"Web-Static-Content", "Web-App-Dev", "Web-WebSockets"} <= set(done.names)
    assert "Web-Mgmt-Console" not in machine.features.installed
    assert machine.features.install(["Web-WebSockets"]).names == ()


def test_a_desktop_wants_each_parent_first(tmp_path: Path) -> None:
    machine = new(tmp_path, "desktop")

    with pytest.raises(MachineError, match=r"parent features are disabled.*IIS-WebServerRole"):
        machine.features.install(["IIS-WebServer"], parents=False)
    assert not machine.features.installed

    machine.features.install(["IIS-WebServerRole", "IIS-WebServer"], parents=False)
    assert list(machine.features.installed) == ["IIS-WebServerRole", "IIS-WebServer"]
    assert machine.iis.installed


@pytest.mark.parametrize(
    ("profile", "name"), [("bare-core", "Web-Mgmt-Console"), ("desktop", "Web-Server"), ("bare", "IIS-WebServer")]
)
def test_each_kind_of_windows_has_its_own(tmp_path: Path, profile: str, name: str) -> None:
    with pytest.raises(NotFound, match=name):
        new(tmp_path, profile).features.install([name])
