"""A release reaches every host; again, nothing; one changed file, little; a plan, the truth."""

import pytest

from tests.end_to_end.station import Station

HOSTS = ["lab01", "lab02", "lab03"]


def test_a_release_is_served_and_the_second_deploy_changes_nothing(station: Station) -> None:
    first = station.deploy()

    assert first.code == 0, first.text
    assert {name: host["status"] for name, host in first.hosts.items()} == dict.fromkeys(HOSTS, "changed")
    for name in HOSTS:
        assert "Hello from the lab" in station.served(name)
    before = {name: station.snapshot(name) for name in HOSTS}

    second = station.deploy()

    assert second.code == 0, second.text
    for name in HOSTS:
        host = second.hosts[name]
        assert (host["status"], host["changes"], host["content_bytes"]) == ("ok", [], 0)
        assert station.snapshot(name) == before[name]


def test_one_changed_file_travels_alone(emulated: Station) -> None:
    emulated.deploy("--limit", "lab01")
    second = emulated.release("second")

    typed = emulated.deploy("--limit", "lab01", "--package", str(second))

    host = typed.hosts["lab01"]
    assert host["status"] == "changed", typed.text
    assert 0 < host["content_bytes"] < 1000
    assert "This is second" in emulated.served("lab01")


@pytest.mark.parametrize("engine", ["emulated"], indirect=True)  # on both engines: tests/contracts/test_honesty.py
def test_a_plan_of_a_bare_host_is_what_the_deploy_then_does(station: Station) -> None:
    planned = station.type("plan", "--env", "lab", "--json", "--limit", "lab01")
    before = station.snapshot("lab01")
    assert station.type("plan", "--env", "lab", "--json", "--limit", "lab01", "--check").code == 7
    assert station.snapshot("lab01") == before

    deployed = station.deploy("--limit", "lab01")

    assert deployed.hosts["lab01"]["changes"] == planned.hosts["lab01"]["changes"]
    assert station.type("plan", "--env", "lab", "--check", "--limit", "lab01").code == 0


@pytest.mark.parametrize("engine", ["emulated"], indirect=True)  # on both engines: tests/contracts/test_honesty.py
def test_a_changed_setting_is_the_only_change(station: Station) -> None:
    station.deploy("--limit", "lab01")
    station.edit_inventory(
        lambda data: data["groups"]["web"]["sites"]["Hello"]["env"].update(HELLOIIS_GREETING="Good evening")
    )

    typed = station.deploy("--limit", "lab01")

    changes = typed.hosts["lab01"]["changes"]
    assert changes == [
        {"path": "pool/Hello/environment/HELLOIIS_GREETING", "before": "***", "after": "Good evening"}
    ], typed.text
    assert "Good evening" in station.served("lab01")
