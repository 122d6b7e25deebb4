"""What a whole deploy does to IIS: planned, run and restored, on every shell, to the last attribute."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from lxml import etree

from iisfleet.rendering import SecretReference
from tests.powershell.cases import Case, Step
from tests.powershell.harness import Hosts
from winlab.windows.certificates import thumbprint
from winlab.windows.config import SITES
from winlab.windows.machine import Machine

CANARY = "canary-5c41-secret"
STATE = r"C:\ProgramData\iisfleet\state\r1.json"
SAVE: Step = (
    "Save-IisState",
    {
        "Run": "r1",
        "Sites": ["Shop"],
        "Pools": ["Shop", "Shop-api"],
        "SslBindings": ["shop.lab:443"],
    },
)
ENVIRONMENT = {"A": SecretReference("a"), "B": "2"}
STEPS: list[Step] = [
    SAVE,
    (
        "Set-IisPool",
        {"Name": "Shop", "StartMode": "AlwaysRunning", "Environment": {"A": SecretReference("a"), "B": "2"}},
    ),
    ("Set-IisPool", {"Name": "Shop-api", "Identity": "NetworkService", "RecycleSchedule": ["03:00"]}),
    ("Set-SslBinding", {"Address": "*", "Port": 443, "HostName": "shop.lab", "Sni": True, "Subject": "shop.lab"}),
    (
        "Set-IisSite",
        {
            "Name": "Shop",
            "PhysicalPath": r"C:\shop\releases\2",
            "Pool": "Shop",
            "Preload": True,
            "Bindings": [
                {"Protocol": "http", "Information": "*:80:shop.lab", "SslFlags": 0},
                {"Protocol": "https", "Information": "*:443:shop.lab", "SslFlags": 1},
            ],
        },
    ),
    ("Set-IisApplication", {"Site": "Shop", "Path": "/api", "PhysicalPath": r"C:\api\2", "Pool": "Shop-api"}),
    ("Set-IisAuthentication", {"Site": "Shop", "Anonymous": False, "Windows": True}),
    ("Complete-IisChange", {}),
    ("Start-IisSite", {"Site": "Shop", "Pools": ["Shop", "Shop-api"], "Run": "r1", "TimeoutSeconds": 5}),
]
RESTORE: list[Step] = [("Restore-IisState", {"Run": None})]

BARE: Mapping[str, Any] = {"certificates": [{"subject": "CN=shop.lab"}]}
DEPLOYED: Mapping[str, Any] = {
    **BARE,
    "accounts": {r"CORP\svc": {"password": CANARY}},
    "sslcerts": {"shop.lab:443": thumbprint("CN=web01")},
    "iis": {
        "pools": {
            "Shop": {
                "managedRuntimeVersion": "",
                "queueLength": 2000,
                "environment": {"A": CANARY, "OLD": "1"},
                "recycling": {"periodicRestart": {"schedule": ["01:00:00", "02:00:00"]}},
                "processModel": {"identityType": "SpecificUser", "userName": r"CORP\svc", "password": CANARY},
            },
        },
        "sites": {
            "Shop": {
                "physicalPath": r"C:\shop\releases\1",
                "pool": "Shop",
                "bindings": ["http *:80:shop.lab", "http *:81:"],
                "authentication": {"windows": False, "basic": True},
            },
        },
    },
}
STOPPED: Mapping[str, Any] = {**DEPLOYED, "states": {"pools": {"Shop": "Stopped"}, "sites": {"Shop": "Stopped"}}}


def _case(given: Mapping[str, Any]) -> Case:
    return Case("iis", "Restore-IisState", "of a whole deploy", given=given, secrets={"a": CANARY + "-new"})


def _more(machine: Machine) -> None:
    """What people set by hand and no step knows."""
    with machine.iis.edit() as config:
        site = config.section(SITES).collection.find(name="Shop")
        if site is None:
            return
        site.child("limits").set("maxConnections", 50)
        site.child("logFile").set("directory", r"C:\logs")
        folder = site.collection.find(path="/").collection.add(path="/files", physicalPath=r"C:\files")  # type: ignore[union-attr]
        folder.set("userName", r"CORP\svc")
        folder.set("password", CANARY)


def _file(machine: Machine) -> Any:
    root = etree.fromstring(machine.iis.read(), etree.XMLParser(remove_blank_text=True, remove_comments=True))
    return _plain(root)


def _plain(node: etree._Element) -> Any:
    """Without order, and without elements that say nothing."""
    children = sorted((_plain(child) for child in node), key=json.dumps)
    saying = [child for child in children if child[2] or (child[1] and child[0] != "location")]
    return [node.tag, sorted(node.attrib.items()), saying]


def _outside(machine: Machine) -> dict[str, Any]:
    snapshot = machine.snapshot()
    return {key: snapshot[key] for key in ("iis", "states", "sslcerts", "registry")}


@pytest.mark.parametrize("given", [BARE, DEPLOYED, STOPPED], ids=["bare", "deployed", "stopped"])
def test_plan_run_and_restore(given: Mapping[str, Any], engine: str, hosts: Hosts) -> None:
    case = _case(given)
    host = hosts.prepared(engine, case)
    _more(host.machine)
    before, file_before = _outside(host.machine), _file(host.machine)

    plan = host.run(STEPS, case, what_if=True)

    assert _outside(host.machine) == before
    assert not host.machine.fs.exists(STATE)

    run = host.run(STEPS, case)

    assert [(r.step, r.error, r.changes) for r in plan] == [(r.step, r.error, r.changes) for r in run]
    assert all(r.error is None for r in run), [r.error for r in run if r.error]
    assert CANARY.encode() not in host.machine.fs.read(STATE)
    assert CANARY not in repr([(r.changes, r.data, r.warnings) for r in run])

    again = host.run([step for step in STEPS if step is not SAVE and step[0] != "Start-IisSite"], case)

    assert [c for r in again for c in r.changes] == []

    promised = host.run(RESTORE, case, what_if=True)
    restored = host.run(RESTORE, case)

    assert [r.changes for r in promised] == [r.changes for r in restored]
    assert restored[0].error is None, restored[0].error
    assert _outside(host.machine) == before
    assert _file(host.machine) == file_before
    assert not host.machine.fs.exists(STATE)


def test_settings_of_a_release_come_back_to_the_last_attribute(engine: str, hosts: Hosts) -> None:
    case = _case(DEPLOYED)
    host = hosts.prepared(engine, case)
    _more(host.machine)
    file_before = _file(host.machine)
    place = {"Target": "Shop", "Site": "Shop", "Pool": "Shop", "Release": "1"}
    steps = [step for step in STEPS if "api" not in repr(step) and step[0].startswith(("Set-Iis", "Complete-"))]

    run = host.run([("Save-ReleaseSettings", place), *steps], case)
    file_between = _file(host.machine)
    back = host.run([("Set-ReleaseSettings", {**place, "PhysicalPath": r"C:\shop\releases\1"}), steps[-1]], case)

    assert [r.error for r in (*run, *back) if r.error] == []
    assert file_between != file_before == _file(host.machine)
    assert CANARY.encode() not in host.machine.fs.read(r"C:\ProgramData\iisfleet\settings\Shop\1.json")
    assert CANARY not in repr(back)


def test_changes_are_the_difference_of_two_snapshots(engine: str, hosts: Hosts) -> None:
    case = _case(DEPLOYED)
    host = hosts.prepared(engine, case)
    before = dict(_flat(host.machine))

    run = host.run(STEPS, case)

    after = dict(_flat(host.machine))
    differing = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    reported = {c.path for r in run for c in r.changes}
    # A new pool has every setting; only those that differ from the defaults are reported.
    assert {p for p in differing if not p.startswith(("pool/Shop-api/", "site/Shop/application/api/"))} == {
        p for p in reported if not p.startswith(("pool/Shop-api", "site/Shop/application/api", "site/Shop/state"))
    }


def _flat(machine: Machine) -> Iterator[tuple[str, Any]]:
    snapshot = machine.snapshot()
    for kind in ("pool", "site"):
        for name, settings in snapshot["iis"][f"{kind}s"].items():
            yield from ((f"{kind}/{name}/{key}", value) for key, value in settings.items() if key != "id")
    yield from ((f"sslcert/{endpoint}", value) for endpoint, value in snapshot["sslcerts"].items())


OTHER: Mapping[str, Any] = {
    "pools": {"Other": {"environment": {"X": "1"}}},
    "sites": {"Other": {"physicalPath": r"C:\other", "pool": "Other"}},
}
IN_PROCESS = """<configuration><system.webServer>
  <handlers><add name="aspNetCore" path="*" verb="*" modules="AspNetCoreModuleV2" /></handlers>
  <aspNetCore processPath="dotnet" arguments=".\\Other.dll" hostingModel="InProcess"%s
</system.webServer></configuration>"""
KEEPS = """>
    <handlerSettings><handlerSetting name="disallowRotationOnConfigChange" value="true" /></handlerSettings>
  </aspNetCore>"""


def test_sites_of_others_are_not_touched_but_named_if_they_recycle(engine: str, hosts: Hosts) -> None:
    case = _case({**BARE, "iis": OTHER, "files": {r"C:\other\web.config": IN_PROCESS % " />"}})
    host = hosts.prepared(engine, case)

    plan = host.run(STEPS, case, what_if=True)
    run = host.run(STEPS, case)
    host.run(RESTORE, case)

    commits = [r.data for r in (*plan, *run) if r.step == "Complete-IisChange"]
    assert commits == [
        {"committed": False, "otherApplications": ["Other"]},
        {"committed": True, "otherApplications": ["Other"]},
    ]
    assert host.machine.differs({"iis": OTHER}) == []


def test_an_app_that_keeps_running_is_not_named(engine: str, hosts: Hosts) -> None:
    case = _case({**BARE, "iis": OTHER, "files": {r"C:\other\web.config": IN_PROCESS % KEEPS}})
    host = hosts.prepared(engine, case)

    run = host.run(STEPS, case)

    assert [r.data["otherApplications"] for r in run if r.step == "Complete-IisChange"] == [[]]


def test_a_restore_edits_anew_if_the_file_has_changed_on_disk(engine: str, hosts: Hosts) -> None:
    case = _case(DEPLOYED)
    host = hosts.prepared(engine, case)
    before = _outside(host.machine)
    host.run(STEPS, case)
    host.machine.break_down("changed-on-disk", {"times": 1})

    restored = host.run(RESTORE, case)

    assert restored[0].error is None, restored[0].error
    assert _outside(host.machine) == before


def test_a_failed_restore_keeps_the_state_for_the_next_run(engine: str, hosts: Hosts) -> None:
    case = _case(DEPLOYED)
    host = hosts.prepared(engine, case)
    before = _outside(host.machine)
    host.run(STEPS, case)
    host.machine.iis.stop("pool", "Shop")
    host.machine.break_down("pool-cannot-start", {"pool": "Shop", "healthy": []})

    failed = host.run(RESTORE, case)

    assert failed[0].error is not None
    assert failed[0].error.kind == "start"
    assert host.machine.fs.exists(STATE)

    host.machine.repair()
    again = host.run(RESTORE, case)

    assert again[0].error is None, again[0].error
    assert _outside(host.machine) == before


def test_a_virtual_directory_is_never_turned_into_an_application(engine: str, hosts: Hosts) -> None:
    case = _case(DEPLOYED)
    host = hosts.prepared(engine, case)
    _more(host.machine)
    parameters = {"Site": "Shop", "Path": "/files", "PhysicalPath": r"C:\api", "Pool": "Shop"}

    result = host.run([("Set-IisApplication", parameters), ("Complete-IisChange", {})], case)[0]

    assert result.error is not None
    assert (result.error.kind, result.error.found) == ("conflict", "a virtual directory")
