"""A machine as a whole: profiles, given and differs, snapshots, the RPC, faults."""

import json
from pathlib import Path

import pytest

from winlab.faults import FAULTS
from winlab.windows.errors import ChangedOnDisk, NotEmulated, NotFound
from winlab.windows.machine import Machine

STATE = {
    "files": {r"C:\shop\a.txt": "text", r"C:\shop\empty": None},
    "junctions": {r"C:\link": r"C:\shop"},
    "acl": {r"C:\shop": "D:P(A;OICI;FA;;;SY)"},
    "registry": {r"HKLM\SOFTWARE\X": {"Name": "value", "Count": 3}, r"HKLM\SOFTWARE\Y": None},
    "iis": {
        "pools": {
            "Shop": {
                "startMode": "AlwaysRunning",
                "environment": {"A": "x"},
                "processModel": {"identityType": "NetworkService"},
                "recycling": {"periodicRestart": {"time": "00:00:00", "schedule": ["03:00:00"]}},
            },
            "Gone": None,
        },
        "sites": {
            "Shop": {
                "physicalPath": r"C:\shop",
                "pool": "Shop",
                "preloadEnabled": True,
                "bindings": ["https *:443:shop 1", "http *:80:shop"],
                "applications": {"/api": {"physicalPath": r"C:\api", "pool": "DefaultAppPool"}},
                "authentication": {"windows": True, "anonymous": False},
            }
        },
    },
    "states": {"sites": {"Shop": "Stopped"}, "pools": {"Shop": "Started"}},
    "journal": [{"event": "deployed", "release": "1"}],
    "lock": {"run": "r1"},
    "environment": {"Shop": {"A": "x"}},
}


def test_a_given_state_stands(machine: Machine) -> None:
    machine.given(STATE)

    assert machine.differs(STATE) == []
    assert machine.differs({"absent": [r"C:\nowhere"], "sslcerts": {"0.0.0.0:443": None}}) == []


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        ({"files": {r"C:\shop\a.txt": "other"}}, "the file"),
        ({"absent": [r"C:\shop"]}, "is there"),
        ({"acl": {r"C:\shop": "D:(A;OICI;FA;;;SY)"}}, "the ACL of"),
        ({"registry": {r"HKLM\SOFTWARE\X": {"Count": 4}}}, "value Count"),
        ({"iis": {"pools": {"Shop": None}}}, "the pool Shop is there"),
        ({"iis": {"pools": {"Shop": {"queueLength": 7}}}}, "pool Shop/queueLength: expected 7, found 1000"),
        ({"iis": {"pools": {"Shop": {"recycling": {"periodicRestart": {"schedule": []}}}}}}, "schedule"),
        ({"iis": {"sites": {"Shop": {"bindings": ["http *:80:shop"]}}}}, "bindings"),
        ({"iis": {"sites": {"Shop": {"applications": {}}}}}, "applications"),
        ({"iis": {"sites": {"Shop": {"authentication": {"windows": False}}}}}, "authentication/windows"),
        ({"states": {"sites": {"Shop": "Started"}}}, "the state of the site Shop"),
        ({"journal": [{"event": "reverted"}]}, "journal entry 1: event"),
        ({"lock": None}, "the lock"),
        ({"environment": {"Shop": {}}}, "the environment of pool Shop"),
        ({"junctions": {r"C:\link": r"C:\api"}}, "the junction"),
    ],
)
def test_each_difference_has_a_sentence(machine: Machine, expected: dict[str, object], sentence: str) -> None:
    machine.given(STATE)

    found = machine.differs(expected)

    assert len(found) == 1
    assert sentence in found[0]


def test_unknown_keys_are_not_emulated(machine: Machine) -> None:
    with pytest.raises(NotEmulated):
        machine.given({"nonsense": 1})
    with pytest.raises(NotEmulated):
        machine.differs({"nonsense": 1})


def test_a_snapshot_is_plain_and_shows_what_changed(machine: Machine) -> None:
    before = machine.snapshot()
    assert machine.snapshot() == before
    json.dumps(before)

    machine.given(STATE)
    after = machine.snapshot()

    assert after["iis"]["pools"]["Shop"]["environment/A"] == "x"
    assert after["iis"]["sites"]["Shop"]["binding/https *:443:shop 1"] == "present"
    assert after["iis"]["sites"]["Shop"]["application/api/physicalPath"] == r"C:\api"
    assert after["files"][r"C:\link"] == r"junction to C:\shop"
    assert {key for key in after if after[key] != before[key]} == {
        "files", "iis", "states", "workers", "acl", "registry",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("profile", "iis", "modules", "installation"),
    [
        ("ready", True, True, "Server"),
        ("core", True, True, "Server Core"),
        ("no-bundle", True, False, "Server"),
        ("bare", False, False, "Server"),
        ("bare-core", False, False, "Server Core"),
        ("desktop", False, False, "Client"),
    ],
)
def test_profiles(tmp_path: Path, profile: str, iis: bool, modules: bool, installation: str) -> None:
    machine = Machine.create(tmp_path / "m", "web01", profile)

    assert machine.iis.installed is iis
    assert machine.fs.exists(r"C:\Program Files\IIS\Asp.Net Core Module\V2\aspnetcorev2.dll") is modules
    assert machine.call("os.facts")["os"]["installationType"] == installation
    assert (machine.registry.value(r"HKLM\SOFTWARE\Microsoft\InetStp\Components", "W3SVC") == 1) is iis
    assert machine.snapshot()["states"]["sites"] == {}
    machine.close()


def test_a_hand_made_host_serves_two_sites(tmp_path: Path) -> None:
    machine = Machine.create(tmp_path / "m", "web01", "hand-made")

    assert machine.snapshot()["states"]["sites"] == {"Shop": "Started", "Intranet": "Started"}
    machine.close()


def test_an_unknown_profile_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="ready, hand-made, core, no-bundle, bare"):
        Machine.create(tmp_path / "m", "web01", "nano")


def test_reset_gives_the_machine_that_create_made(machine: Machine) -> None:
    before = machine.snapshot()
    machine.given(STATE)
    machine.break_down("wrong-rights")

    machine.reset()

    assert machine.snapshot() == before
    assert machine.faults.all() == {}


def test_the_rpc_speaks_plain_values(machine: Machine) -> None:
    machine.given(STATE)

    read = machine.call("iis.read")
    machine.call("iis.write", {"text": read["text"].replace("OnDemand", "x"), "base": read["base"]})

    assert machine.call("iis.state", {"kind": "pool", "name": "shop"}) == "Started"
    assert [set(worker) for worker in machine.call("iis.workers", {"pool": "Shop"})] == [{"pid", "started"}]
    assert machine.call("disk.free", {"drive": "C"}) > 2**30
    assert machine.call("program.run", {"name": "netsh", "args": ["http", "show", "sslcert"]})["code"] == 0
    assert machine.call("session.elevated") is True
    assert [c["subject"] for c in machine.call("certificates.list", {"store": "My"})] == ["CN=web01"]
    with pytest.raises(NotEmulated, match=r"no\.such"):
        machine.call("no.such")
    with pytest.raises(NotEmulated, match="without the parameter drive"):
        machine.call("disk.free", {})


def test_a_stale_base_is_refused_over_the_rpc(machine: Machine) -> None:
    read = machine.call("iis.read")
    machine.given({"iis": {"pools": {"A": {}}}})

    with pytest.raises(ChangedOnDisk):
        machine.call("iis.write", read)


def test_processes_are_known_by_pid_and_time(machine: Machine) -> None:
    process = machine.processes.start("wsmprovhost.exe")

    assert machine.call("processes.alive", {"pid": process.pid, "started": process.started})
    assert not machine.call("processes.alive", {"pid": process.pid, "started": "2020-01-01T00:00:00Z"})
    machine.processes.end(process.pid)
    assert not machine.call("processes.alive", {"pid": process.pid})


def test_faults_are_kept_completed_and_counted(machine: Machine) -> None:
    machine.faults.set("cut-upload", {"times": 2})

    assert machine.faults.active("cut-upload") == {"times": 2, "after": 0}
    assert Machine.load(machine.root).faults.consume("cut-upload") is not None
    assert machine.faults.consume("cut-upload") is not None
    assert machine.faults.consume("cut-upload") is None
    with pytest.raises(NotFound, match="no fault is called"):
        machine.faults.set("cut-wire")
    with pytest.raises(NotFound, match="has no option"):
        machine.faults.set("latency", {"minutes": 1})


def test_a_locked_file_of_an_old_release_is_chosen_and_let_go(machine: Machine) -> None:
    machine.given(
        {
            "files": {r"C:\shop\releases\1\a.dll": "1", r"C:\shop\releases\2\a.dll": "2"},
            "iis": {"sites": {"Shop": {"physicalPath": r"C:\shop\releases\2", "bindings": ["http *:80:"]}}},
        }
    )

    machine.break_down("locked-file")
    held = machine.faults.active("locked-file")
    assert held == {"path": r"C:\shop\releases\1\a.dll", "holder": "backup.exe"}
    assert machine.call("fs.locked", {"path": held["path"]})
    machine.repair()

    assert not machine.call("fs.locked", {"path": held["path"]})


def test_every_fault_says_what_it_does() -> None:
    assert all(fault.summary and fault.where in ("machine", "transport") for fault in FAULTS.values())


def test_changed_on_disk_strikes_as_often_as_told(machine: Machine) -> None:
    machine.faults.set("changed-on-disk", {"times": 1})

    with pytest.raises(ChangedOnDisk):
        machine.given({"iis": {"pools": {"A": {}}}})
    machine.given({"iis": {"pools": {"A": {}}}})

    assert "A" in machine.iis.topology().pools
