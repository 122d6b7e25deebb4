"""What people, the app and other programs have put on a host: a publish in place touches none of it, in any outcome."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.contracts.inventories import simple
from tests.end_to_end.fitness import Server
from tests.end_to_end.test_rollback import page
from winlab.windows.config import POOLS, SITES

NewServer = Callable[..., Server]
LIVE, STORE = r"C:\inetpub\hello", r"C:\inetpub\hello.iisfleet"
ORDERS, STRAY, BIRD = rf"{LIVE}\App_Data\orders.db", rf"{LIVE}\stray.txt", r"C:\canary\bird.txt"
UPLOADS = rf"{LIVE}\wwwroot\uploads"


def in_place(**more: Any) -> dict[str, Any]:
    health = {"path": "/healthz", "timeout": 1, "interval": 0.1, "request_timeout": 1}
    return simple(publish="in-place", preserve=["App_Data"], health=health, suspend_timeout=1, **more)


def deploy(server: Server, title: str, *words: str, code: int = 0) -> Any:
    server.controller.change_file("appsettings.Production.json", json.dumps({"Hello": {"Title": title}}))
    return server.ask("deploy", *words, code=code)


@pytest.fixture
def served(new_server: NewServer) -> Server:
    """A server that serves the first release, published in place."""
    server = new_server()
    server.controller.write(in_place())
    deploy(server, "first")
    return server


def test_uploads_and_what_lies_behind_a_junction_survive_every_outcome(served: Server) -> None:
    machine = served.machine
    kept = served.controller.snapshot()["files"]
    old = next(path for path in kept if path.startswith(rf"{STORE}\releases\1") and path.count("\\") == 4)
    machine.given(
        {
            "files": {BIRD: "alive", ORDERS: "42 orders", STRAY: "left by hand"},
            "junctions": {UPLOADS: r"C:\canary", rf"{LIVE}\App_Data\link": r"C:\canary", rf"{old}\link": r"C:\canary"},
        }
    )

    def survived(title: str, stray: bool = True) -> None:
        assert title in page(served)
        assert machine.fs.read(BIRD) == b"alive"
        assert machine.fs.read(ORDERS) == b"42 orders"
        assert machine.fs.read(rf"{UPLOADS}\bird.txt") == b"alive"
        assert machine.fs.read(rf"{LIVE}\App_Data\link\bird.txt") == b"alive"
        assert machine.fs.exists(STRAY) == stray

    deploy(served, "second")
    survived("second")
    machine.break_down("failing-health")
    deploy(served, "broken", code=2)
    machine.repair()
    survived("second")
    served.ask("rollback", code=0)
    survived("first")
    deploy(served, "third")
    deploy(served, "fourth")
    assert old not in served.controller.snapshot()["files"]  # by retention, and not through the junction in it
    survived("fourth")
    cleaned = deploy(served, "fifth", "--clean")
    survived("fifth", stray=False)
    assert any(UPLOADS in warning for warning in cleaned.host["warnings"])


def test_a_file_that_a_stranger_holds_is_named_with_its_holder_and_nothing_changes(served: Server) -> None:
    before = served.controller.snapshot()
    held = rf"{LIVE}\appsettings.Production.json"
    served.machine.break_down("locked-file", {"path": held, "holder": "backup.exe"})

    refused = deploy(served, "second", code=2)

    failure = refused.host["failure"]
    assert failure["kind"] == "locked-file"
    assert "appsettings.Production.json" in f"{failure['message']} {failure['found']}"
    assert "backup.exe" in f"{failure['message']} {failure['found']}"
    served.machine.repair()
    after = served.controller.snapshot()
    assert "first" in page(served)
    assert live(after) == live(before)
    assert (after["iis"], after["states"]) == (before["iis"], before["states"])
    assert served.left() == []


def test_who_took_a_site_offline_by_hand_finds_it_offline_still(served: Server) -> None:
    served.machine.given({"files": {rf"{LIVE}\app_offline.htm": "We are moving."}})
    before = served.controller.snapshot()

    refused = deploy(served, "second", code=2)

    assert "app_offline.htm" in refused.host["failure"]["found"]
    after = served.controller.snapshot()
    assert live(after) == live(before)
    assert (after["iis"], after["states"]) == (before["iis"], before["states"])
    assert served.left() == []


def test_a_site_that_is_not_healthy_takes_the_others_of_its_host_back_with_it(served: Server) -> None:
    other = in_place(path=r"C:\inetpub\other", bindings=[{"port": 81}])["Hello"]
    served.controller.write({**in_place(), "Other": other})
    deploy(served, "first")
    before = served.controller.snapshot()
    sick = {**other, "health": {**other["health"], "path": "/nowhere"}}
    served.controller.write({**in_place(), "Other": sick})

    failed = deploy(served, "second", code=2)

    assert (failed.host["step"], failed.host["reverted"]) == ("Test-SiteHealth", True)
    after = served.controller.snapshot()
    assert "first" in page(served)
    for folder in (LIVE, r"C:\inetpub\other"):
        assert live(after, folder) == live(before, folder)
    assert (after["iis"], after["states"]) == (before["iis"], before["states"])
    assert served.left() == []


def test_what_a_host_has_beside_what_is_declared_stays_or_goes_as_the_inventory_says(served: Server) -> None:
    with served.machine.iis.edit() as config:
        site, pool = (config.section(path).collection.find(name="Hello") for path in (SITES, POOLS))
        assert site
        assert pool
        site.child("bindings").collection.add(protocol="http", bindingInformation="*:8090:by-hand")
        pool.child("environmentVariables").collection.add(name="BY_HAND", value="yes")

    for undeclared in ("merge", "exact"):
        served.controller.write(in_place(undeclared=undeclared, env={"GREETING": undeclared}))
        planned = served.ask("plan", code=0)
        assert served.ask("deploy", code=0).changes == planned.changes
        iis = json.dumps(served.controller.snapshot()["iis"])
        assert ("*:8090:by-hand" in iis, "BY_HAND" in iis) == (undeclared == "merge",) * 2
        assert f'"{undeclared}"' in iis


def test_a_virtual_directory_of_the_site_may_lead_to_files_of_its_package_or_to_those_of_others(served: Server) -> None:
    served.machine.given({"files": {rf"{LIVE}\images\bird.png": "theirs", STRAY: "left by hand"}})
    with served.machine.iis.edit() as config:
        site = config.section(SITES).collection.find(name="Hello")
        assert site
        (application,) = site.collection
        application.collection.add(path="/static", physicalPath=rf"{LIVE}\wwwroot")
        application.collection.add(path="/images", physicalPath=rf"{LIVE}\images")
    served.controller.write(in_place(undeclared="merge"))
    served.controller.change_file("wwwroot/robots.txt", "second\n")

    deploy(served, "second", "--clean")

    assert "second" in page(served)
    assert served.machine.fs.read(rf"{LIVE}\wwwroot\robots.txt") == b"second\n"
    assert served.machine.fs.read(rf"{LIVE}\images\bird.png") == b"theirs"
    assert not served.machine.fs.exists(STRAY)


def live(snapshot: dict[str, Any], folder: str = LIVE) -> dict[str, Any]:
    return {path: seen for path, seen in snapshot["files"].items() if path.startswith(f"{folder}\\")}
