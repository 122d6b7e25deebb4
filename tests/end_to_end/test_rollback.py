"""Back to what was: content, settings and environment variables of a release; and hosts that a person has locked."""

import json
import re
import sys
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any
from unittest.mock import ANY

import pytest

from iisfleet.flows import RollbackOrder
from iisfleet.flows.publishing import going_live
from iisfleet.rendering import Script
from tests.contracts.inventories import simple
from tests.end_to_end.fitness import Server
from tests.outside import HOUSE
from winlab.fleet import front_urls

NewServer = Callable[..., Server]
JOURNAL = rf"{HOUSE}\journal.jsonl"
A = simple(env={"GREETING": "one", "ONLY_A": "x"}, pool={"queue_length": 3000})
B = simple(env={"GREETING": "two"}, pool={"queue_length": 4000}, bindings=[{"port": 8090}, {"port": 80}])


def release(server: Server, site: Mapping[str, Any], title: str) -> str:
    """Deploys a release with these settings; its id."""
    server.controller.write(site)
    server.controller.change_file("appsettings.Production.json", json.dumps({"Hello": {"Title": title}}))
    ids: dict[str, str] = server.ask("deploy", code=0).host["data"]["releases"]
    return ids["Hello"]


def page(server: Server) -> str:
    """What Hello shows."""
    url = next(url for binding, url in front_urls(server.machine).items() if binding.startswith("http *:80:"))
    with urllib.request.urlopen(url, timeout=20) as answer:
        return str(answer.read().decode())


def settings(server: Server) -> Any:
    return server.controller.snapshot()["iis"]


def test_a_release_comes_back_with_its_settings_whatever_the_inventory_says(new_server: NewServer, engine: str) -> None:
    server = new_server(engine)
    first = release(server, A, "This is a")
    with_a = settings(server)
    release(server, B, "This is b")

    back = server.ask("rollback", code=0)

    assert settings(server) == with_a
    paths = {change["path"]: (change["before"], change["after"]) for change in back.changes}
    assert paths["pool/Hello/environment/ONLY_A"] == (None, "***")
    assert paths["pool/Hello/environment/GREETING"] == ("***", "***")
    assert paths["pool/Hello/queueLength"] == (4000, 3000)
    assert paths["site/Hello/binding/http *:8090: 0"] == ("present", None)
    assert back.host["data"]["releases"] == {"Hello": first}
    assert "This is a" in page(server)


@pytest.mark.parametrize("publish", ["switch", "in-place"])
def test_back_and_forth_between_releases_that_are_kept(new_server: NewServer, publish: str) -> None:
    server = new_server()
    a, b = ({"Hello": {**site["Hello"], "publish": publish}} for site in (A, B))
    first, second = release(server, a, "This is a"), release(server, b, "This is b")
    with_b = settings(server)

    planned = server.ask("rollback", "--plan", code=0)
    assert settings(server) == with_b
    assert server.ask("rollback", code=0).changes == planned.changes
    assert "This is a" in page(server)
    assert "no earlier release" in server.ask("rollback", code=2).host["failure"]["message"]
    assert server.ask("rollback", "--release", second, code=0).host["status"] == "changed"

    assert settings(server) == with_b
    assert server.ask("rollback", "--release", second, code=0).host["status"] == "ok"
    unknown = server.ask("rollback", "--release", "9.9-nowhere", code=2)
    assert unknown.host["failure"]["found"] == f"Hello: {', '.join(sorted((first, second)))}"


@pytest.mark.parametrize("publish", ["switch", "in-place"])
@pytest.mark.parametrize("damage", ["another file", "other data"])
def test_a_kept_release_that_is_not_what_it_was_never_goes_live(
    new_server: NewServer, engine: str, publish: str, damage: str
) -> None:
    server = new_server(engine)
    site = {"Hello": {**A["Hello"], "publish": publish}}
    first = release(server, site, "This is a")
    release(server, site, "This is b")
    store = r"C:\inetpub\hello" + (".iisfleet" if publish == "in-place" else "")
    folder = rf"{store}\releases\{first}"
    if damage == "another file":
        server.machine.fs.write(rf"{folder}\HelloIis.dll", b"evil")
    else:
        server.machine.fs.remove(folder)
        server.machine.given({"files": {r"C:\other\p.txt": "theirs"}, "junctions": {folder: r"C:\other"}})
    before = server.controller.snapshot()

    for words in (("rollback", "--plan"), ("rollback",), ("rollback", "--release", first)):
        failure = server.ask(*words, code=2).host["failure"]

        assert (failure["kind"], failure["message"]) == (
            "tampered",
            f"The kept release {first} of Hello is not what it was when it was made.",
        )
        assert folder in failure["expected"]
        assert "HelloIis.dll" in failure["found"]
    after = server.controller.snapshot()
    assert (after["iis"], after["files"]) == (before["iis"], before["files"])
    assert "This is b" in page(server)
    assert server.ask("status", code=0).host["data"]["lock"] is None

    release(server, site, "This is a")
    assert "This is a" in page(server)


def test_a_kept_release_that_is_changed_after_the_plan_never_goes_live(
    new_server: NewServer, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = new_server(engine)
    first = release(server, A, "This is a")
    release(server, B, "This is b")
    with_b = settings(server)

    def tampered(context: Mapping[str, Any]) -> Script:
        server.machine.fs.write(rf"C:\inetpub\hello\releases\{first}\HelloIis.dll", b"evil")
        return going_live(context)

    monkeypatch.setattr(sys.modules[RollbackOrder.__module__], "going_live", tampered)
    refused = server.reads("rollback", code=2)

    assert "FAILED in Assert-Release: The kept release" in refused
    assert "found:    1 changed or missing: HelloIis.dll" in refused
    assert settings(server) == with_b
    assert "This is b" in page(server)
    assert server.ask("status", code=0).host["data"]["lock"] is None


def test_what_other_sites_have_written_since_hides_no_release(new_server: NewServer) -> None:
    server = new_server()
    first = release(server, A, "This is a")
    release(server, A, "This is b")
    fs = server.machine.fs
    journal = fs.read(JOURNAL).decode()
    last = json.loads(journal.splitlines()[-1])
    others = ({**last, "target": "Other", "sequence": last["sequence"] + number} for number in range(1, 1202))
    fs.write(JOURNAL, (journal + "".join(json.dumps(entry) + "\n" for entry in others)).encode())

    assert server.ask("rollback", code=0).host["data"]["releases"] == {"Hello": first}


def test_a_host_that_a_person_has_locked_is_left_alone_until_it_is_unlocked(new_server: NewServer) -> None:
    server = new_server()
    server.controller.write(A)
    locking = ("lock", "--message", "new disks until noon")

    assert "lock: - -> new disks until noon" in server.reads(*locking, "--plan", code=0)
    assert "lock: - -> new disks until noon" in server.reads(*locking, code=0)
    assert server.ask(*locking, code=0).host["status"] == "ok"

    refused = server.reads("deploy", code=5)
    assert "LOCKED in Get-HostLock: The host was locked by hand: new disks until noon" in refused
    assert "When it may go on: invoke unlock" in refused
    assert server.ask("rollback", code=5).host["status"] == "locked"
    assert "locked by hand: new disks until noon" in server.reads("plan", code=0)
    assert "locked by hand: new disks until noon" in server.reads("status", code=0)

    assert server.ask("unlock", "--plan", code=0).changes[0]["after"] is None
    assert "lock: new disks until noon -> -" in server.reads("unlock", code=0)
    release(server, A, "This is a")
    history = server.reads("history", code=0)
    assert re.findall(r"Z  (\w+) +(.*?)  run ", history) == [
        ("locked", "new disks until noon"),
        ("unlocked", ANY),
        ("deployed", ANY),
    ]


def test_the_lock_of_a_run_goes_only_by_its_name_and_what_it_left_is_put_back(new_server: NewServer) -> None:
    server = new_server()
    release(server, A, "This is a")
    lock = {"run": "r1", "who": "ben@pc", "controller": "pc", "processId": 1, "why": "deploy"}
    lock |= {"since": "2026-01-02T03:04:05.0000000Z", "sessionProcessId": 999999999, "sessionStarted": ""}
    server.machine.given({"lock": lock})

    refused = server.reads("unlock", code=5)
    assert "next:     If that run is over: invoke unlock --run r1, with the same --env" in refused
    assert server.ask("unlock", "--run", "r1", code=0).changes == [{"path": "lock", "before": "run r1", "after": None}]
    assert server.ask("status", code=0).host["data"]["lock"] is None
