"""What an operator does around a deploy: from a server without IIS to a served site, and the worst days of it."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.end_to_end.observing import going, left_behind
from tests.end_to_end.station import Station
from tests.outside import HOUSE

STAGES = (("setup",), ("install-bundle",), ("provision-keys",), ("deploy",))


def one_host(station: Station, profile: str, bundle: str = "10.0.12") -> None:
    """A lab of one host, and an inventory of it that names a bundle."""
    installer = station.folder / f"dotnet-hosting-{bundle}-win.exe"
    header = json.dumps({"kind": "hosting-bundle", "version": bundle, "signer": "Microsoft Corporation"})
    installer.write_text(f"winlab-installer {header}\n", encoding="utf-8")

    def change(data: dict[str, Any]) -> None:
        data["hosts"] = {"lab01": {"groups": ["web"]}}
        data["defaults"]["packages"] = {"hosting_bundle": {"installer": str(installer)}}
        data["groups"]["web"]["sites"]["Hello"]["data_protection"] = "registry"

    station.edit_inventory(change)
    typed = station.type("lab.up", "--profile", profile, "--hosts", "lab01", "--engine", station.engine)
    assert typed.code == 0, typed.text


def run(station: Station, *words: str) -> Any:
    """A task on the host; its end there, after it went well."""
    typed = station.type(*words, "--env", "lab", "--json")
    assert typed.code == 0, typed.text
    return typed.hosts["lab01"]


def left_over(station: Station) -> list[str]:
    """What no task may leave.

    The records of jobs, logs, what DSC was set to before, and an installer that could not do its work stay on purpose.
    """
    folders = {rf"{HOUSE}\{name}" for name in ("jobs", "dsc", "installers", "incoming", "services", "tasks")}
    records = tuple(rf"{HOUSE}\{name}\\"[:-1] for name in ("jobs", "dsc", "installers", "tasks", "incoming"))
    found = [path for path in left_behind(station) if path not in folders and not path.startswith(records)]
    return found + [path for path in station.snapshot("lab01")["files"] if path.endswith("secrets.json")]


def given(station: Station, **wanted: Any) -> None:
    station.ask_lab("call", host="lab01", method="machine.given", params={"wanted": wanted})


def bare_to_served(station: Station) -> None:
    one_host(station, "bare")

    for words in STAGES:
        planned = run(station, *words, "--plan") if words != ("deploy",) else run(station, "plan")
        done = run(station, *words)
        assert done["status"] == "changed", done
        assert done["changes"] == planned["changes"]

    assert "Hello from the lab" in station.served("lab01")
    before = station.snapshot("lab01")
    for words in STAGES:
        again = run(station, *words)
        assert (again["status"], again["changes"], again["content_bytes"]) == ("ok", [], 0), words
    assert station.snapshot("lab01") == before
    assert left_over(station) == []


def test_from_a_bare_host_to_a_served_site_and_then_nothing_to_do(emulated: Station) -> None:
    bare_to_served(emulated)


@pytest.mark.thorough
def test_the_same_on_the_real_engine(new_station: Callable[[str], Station], pwsh: Any) -> None:
    bare_to_served(new_station("pwsh"))


OLD = {
    "iis": {
        "pools": {"Old": {"managedRuntimeVersion": ""}},
        "sites": {"Old": {"physicalPath": "C:\\old", "pool": "Old", "bindings": ["http *:8081:"]}},
    },
    "files": {"C:\\old": None},
    "states": {"pools": {"Old": "Stopped"}, "sites": {"Old": "Stopped"}},
    "services": {"WMSVC": "Running"},
}


def serving(station: Station) -> None:
    """A host that serves a site, keeps another one stopped, and has a dependant of IIS running."""
    one_host(station, "ready", bundle="10.0.13")
    run(station, "deploy")
    given(station, **OLD)


def assert_as_before(station: Station) -> None:
    """What ran before runs, what was stopped is stopped, nothing is left behind."""
    seen = station.snapshot("lab01")
    assert "Hello from the lab" in station.served("lab01")
    assert seen["states"]["sites"] == {"Hello": "Started", "Old": "Stopped"}
    assert seen["states"]["pools"]["Old"] == "Stopped"
    assert seen["services"]["WMSVC"]["status"] == "Running"
    assert left_over(station) == []


# The fault of the installer, the exit code of the command, what a person reads.
INSTALLERS: list[tuple[dict[str, Any], int, str]] = [
    ({"codes": [1603]}, 2, "1603"),
    ({"codes": [1618, 1618], "effect": "none"}, 0, "10.0: 10.0.12 -> 10.0.13|10.0: - -> 10.0.13"),
    ({"codes": [3010], "effect": "full"}, 0, "must restart"),
    ({"codes": [1638], "effect": "full"}, 0, ""),
    ({"codes": [232], "effect": "half"}, 0, ""),
    ({"nothing": True}, 2, "exit code 0"),
]


@pytest.mark.thorough
@pytest.mark.parametrize(("fault", "code", "said"), INSTALLERS, ids=lambda value: str(value)[:40])
def test_however_an_installer_ends_the_host_serves_as_before(
    emulated: Station, fault: dict[str, Any], code: int, said: str
) -> None:
    serving(emulated)
    emulated.break_down("installer", "lab01", **fault)

    typed = emulated.type("install-bundle", "--env", "lab")

    assert typed.code == code, typed.text
    assert re.search(said, typed.text), typed.text
    assert_as_before(emulated)
    emulated.repair()
    assert run(emulated, "install-bundle")["status"] == ("ok" if code == 0 else "changed")
    assert run(emulated, "install-bundle")["status"] == "ok"


@pytest.mark.thorough
def test_a_host_that_reboots_in_the_middle_of_an_installer_heals_itself(station: Station) -> None:
    serving(station)
    station.break_down("installer", "lab01", reboot=True)

    typed = station.type("install-bundle", "--env", "lab")

    assert typed.code in (0, 2), typed.text
    station.repair()
    assert_as_before(station)
    run(station, "install-bundle")
    assert_as_before(station)
    assert run(station, "install-bundle")["status"] == "ok"


@pytest.mark.thorough
def test_a_controller_that_is_killed_finds_its_job_again(station: Station) -> None:
    serving(station)
    station.break_down("installer", "lab01", seconds=4)
    with going(station, "install-bundle", "--env", "lab") as controller:
        controller.until_step("Start-HostJob")

    found = run(station, "install-bundle")

    assert found["status"] in ("ok", "changed")
    assert_as_before(station)
    assert run(station, "install-bundle")["status"] == "ok"
