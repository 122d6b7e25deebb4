"""Services: who stops with whom, what IIS serves meanwhile, what a boot brings back."""

from pathlib import Path

import pytest

from winlab.web.front import Front
from winlab.windows.errors import NotFound, ServiceError
from winlab.windows.machine import Machine


def net(machine: Machine, *words: str) -> int:
    return machine.run("net.exe", *words).code


def statuses(machine: Machine, *names: str) -> list[str]:
    return [machine.services.get(name).status for name in names]


@pytest.fixture
def shop(machine: Machine) -> Machine:
    sites = {
        name: {"physicalPath": r"C:\shop", "pool": "Shop", "bindings": [f"http *:{port}:"]}
        for name, port in (("Shop", 80), ("Old", 81))
    }
    machine.given({"files": {r"C:\shop": None}, "iis": {"pools": {"Shop": {"startMode": "AlwaysRunning"}}}})
    machine.given({"iis": {"sites": sites}, "states": {"sites": {"Old": "Stopped"}}})
    return machine


def test_was_takes_its_dependants_with_it_and_does_not_bring_them_back(machine: Machine) -> None:
    machine.given({"services": {"WMSVC": "Running"}})
    before = machine.snapshot()["services"]["WAS"]["processId"]

    assert net(machine, "stop", "was") == 2  # dependants run, and nobody says yes
    assert net(machine, "stop", "was", "/y") == 0
    assert statuses(machine, "WAS", "W3SVC", "WMSVC", "WinRM") == ["Stopped", "Stopped", "Stopped", "Running"]
    assert net(machine, "stop", "was", "/y") == 2
    assert net(machine, "start", "World Wide Web Publishing Service") == 0
    assert net(machine, "start", "w3svc") == 2
    assert statuses(machine, "WAS", "W3SVC", "WMSVC") == ["Running", "Running", "Stopped"]
    assert machine.snapshot()["services"]["WAS"]["processId"] != before


def test_without_w3svc_nothing_is_served_and_its_start_brings_all_of_it(shop: Machine) -> None:
    front = shop.front = Front(shop)
    open_port = front.endpoint("*", 80)
    workers = shop.iis.processes()["Shop"]
    net(shop, "stop", "was", "/y")

    assert front.endpoint("*", 80) != open_port  # the closed one
    assert front.endpoints() == {}
    assert shop.iis.processes()["Shop"] == []
    for act in (shop.iis.state, shop.iis.start):
        with pytest.raises(ServiceError, match="0x80070426"):
            act("site", "Shop")
    shop.given({"iis": {"pools": {"New": {}}}})
    net(shop, "start", "w3svc")

    assert set(shop.iis.states()["sites"].values()) == {"Started"}  # also what was stopped by hand
    assert set(shop.iis.states()["pools"].values()) == {"Started"}
    assert workers != shop.iis.processes()["Shop"] != []


def test_boot_starts_what_starts_by_itself(shop: Machine) -> None:
    shop.given({"services": {"WMSVC": "Running", "NetTcpActivator": {"startType": "Automatic"}}})

    shop.services.boot()

    assert statuses(shop, "W3SVC", "WAS", "NetTcpActivator", "WMSVC", "WinRM") == [
        "Running", "Running", "Running", "Stopped", "Running"
    ]  # fmt: skip
    assert shop.iis.state("site", "Shop") == "Started"
    shop.services.set_start_type("W3SVC", "Disabled")
    shop.services.boot()
    assert shop.iis.states()["sites"]["Shop"] == "Stopped"
    with pytest.raises(ServiceError, match="disabled"):
        shop.services.start("W3SVC")


def test_faults(machine: Machine) -> None:
    machine.given({"faults": {"dependant-cannot-start": {}, "slow-stop": {"seconds": 3600}}})

    assert net(machine, "start", "wmsvc") == 2
    assert net(machine, "stop", "was", "/y") == 2
    assert statuses(machine, "WAS", "W3SVC") == ["StopPending", "Stopped"]
    assert net(machine, "start", "w3svc") == 2


def test_a_host_without_iis_has_none_of_its_services(tmp_path: Path) -> None:
    bare = Machine.create(tmp_path / "bare", "bare", "bare")

    assert not bare.services.runs("W3SVC")
    assert bare.services.runs("WinRM")
    assert net(bare, "start", "w3svc") == 2
    with pytest.raises(NotFound):
        bare.services.get("WAS")
    bare.services.boot()
