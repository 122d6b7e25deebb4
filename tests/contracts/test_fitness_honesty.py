"""Plan, run and host agree for what keeps hosts fit, as for a deploy; a plan and a second run write nothing.

The report is replayed on a twin of the host as it was: then both must be the same (tests/contracts/replaying.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.controller import Controller
from tests.contracts.differences import reported
from tests.contracts.inventories import simple
from tests.contracts.replaying import Twin
from tests.contracts.stories import story
from tests.contracts.tags import Tag
from tests.outside import apart
from winlab.windows.accounts import pool_sid
from winlab.windows.certificates import pfx, thumbprint
from winlab.windows.installers import installer_bytes
from winlab.windows.machine import Machine

Start = Callable[[Controller], object]
SUBJECT, PASSWORD = "CN=keys.lab", "S3cret!"
CONTOSO = r"HKLM\SOFTWARE\Contoso"
SETUP: dict[str, Any] = {
    "features": ["Web-Mgmt-Console", "Web-Windows-Auth"],
    "folders": [r"C:\logs\shop"],
    "registry": [
        {"key": CONTOSO, "name": "Mode", "value": "it's on"},
        {"key": CONTOSO, "name": "Mask", "kind": "Dword", "value": 7},
    ],
    "services": {"W3SVC": {"startup": "Manual"}},
}
# What each resource of the document stands for.
DSC: dict[str, Any] = {
    "[WindowsFeature]WebServer": {"features": ["Web-Server"]},
    "[WindowsFeature]WebMgmtConsole": {"features": ["Web-Mgmt-Console"]},
    "[WindowsFeature]WebScriptingTools": {"features": ["Web-Scripting-Tools"]},  # a core has no console
    "[WindowsFeature]WebWindowsAuth": {"features": ["Web-Windows-Auth"]},
    "[File]CLogsShop": {"files": {r"C:\logs\shop": None}},
    "[Registry]ContosoMode": {"registry": {CONTOSO: {"Mode": "it's on"}}},
    "[Registry]ContosoMask": {"registry": {CONTOSO: {"Mask": 7}}},
    "[Service]W3SVC": {"services": {"W3SVC": {"status": "Running", "startType": "Manual"}}},
}
INSTALLERS = {
    "hosting_bundle": ("dotnet-hosting-10.0.13-win.exe", "hosting-bundle", "10.0.13"),
    "vc_redist": ("VC_redist-14.40.33810.exe", "vc-redist", "14.40.33810"),
    "web_deploy": ("webdeploy-4.0.msi", "web-deploy", "4.0"),
}
SHARED = {
    "mode": "shared",
    "folder": r"C:\keys\shop",
    "certificate": {
        "thumbprint": thumbprint(SUBJECT), "pfx": "keys.pfx", "password": Tag("env:KEYS"), "trusted_root": True
    },
}  # fmt: skip
CACHES = {"accounts": ["build"], "at": "02:30", "days": ["sunday"], "paths": [r"C:\agent\nuget"]}
PACKAGES = r"C:\Users\build\.nuget\packages"


def _nothing(_: Controller) -> None:
    """The host as its profile makes it."""


def _given(**words: Any) -> Start:
    return lambda controller: controller.machine.given(words)


def _then(task: tuple[str, ...], **words: Any) -> Start:
    """After a run of the task, changed by hand."""

    def start(controller: Controller) -> None:
        assert controller.ask(*task).code == 0
        controller.machine.given(words)

    return start


def _serving(**words: Any) -> Start:
    """A site is deployed and served, one is stopped, and WMSVC runs; and what else is said."""
    old = {"physicalPath": r"C:\old", "pool": "Old", "bindings": ["http *:8081:"]}

    def start(controller: Controller) -> None:
        assert controller.ask("deploy").code == 0
        controller.machine.given(
            {
                "iis": {"pools": {"Old": {}}, "sites": {"Old": old}},
                "files": {r"C:\old": None},
                "states": {"pools": {"Old": "Stopped"}, "sites": {"Old": "Stopped"}},
                "services": {"WMSVC": "Running"},
                **words,
            }
        )

    return start


@dataclass(frozen=True)
class Case:
    """A task on a host in some state; ``changes``: whether there is something to do; ``on_engine``: also for real.

    ``unforeseen``: what no plan can know and says so: how a service is that its feature is yet to bring.
    ``fails``: in the middle, and what was done by then stays.
    """

    task: tuple[str, ...]
    start: Start = _nothing
    profile: str = "ready"
    settings: Mapping[str, Any] = field(default_factory=dict)
    site: Mapping[str, Any] = field(default_factory=dict)
    changes: bool = True
    on_engine: bool = False
    unforeseen: tuple[str, ...] = ()
    fails: bool = False


def _packages(*names: str) -> dict[str, Any]:
    return {"packages": {n: {"installer": INSTALLERS[n][0], "version": INSTALLERS[n][2]} for n in names}}


SETUP_TASK, INSTALL, REPAIR = ("setup",), ("install-bundle",), ("repair-module",)
KEYS = ("provision-keys", "--accept-key-loss")  # Hello does not name itself
CLEAR, SCHEDULE = ("clear-cache",), ("schedule-cache-clear",)
STEPS = {"setup": {**SETUP, "method": "scripts"}}
UNKNOWN_SERVICE = {"setup": {**SETUP, "method": "scripts", "services": {"NoSuch": {}}}}
BUILD = {
    "build": {"files": {r".nuget\packages\a\a.dll": "12345", r"AppData\Local\NuGet\v3-cache\list.dat": "123"}},
    "ann": {"files": {r".nuget\packages\b.dll": "hers"}},
}
DRIFT: dict[str, Any] = {
    "registry": {CONTOSO: {"Mode": "off", "Mask": 6}},
    "absent": [r"C:\logs\shop"],
    "services": {"W3SVC": {"status": "Stopped", "startType": "Automatic"}},
}
FOREIGN_LCM = {"configurationMode": "ApplyAndAutoCorrect", "rebootNodeIfNeeded": True}
AUTO_GEN = rf"HKLM\SOFTWARE\Microsoft\ASP.NET\4.0.30319.0\AutoGenKeys\{pool_sid('Hello')}"
POLICY = {"data_protection_policy": {"encryption_type": "CNG-GCM", "key_lifetime": 30}}
CASES = {
    "setup of a bare host": Case(SETUP_TASK, profile="bare", settings={"setup": SETUP}, on_engine=True),
    "setup of a host that somebody began": Case(
        SETUP_TASK,
        _given(registry={CONTOSO: {"Mode": "off"}}, files={r"C:\logs": None}, lcm=FOREIGN_LCM),
        settings={"setup": SETUP},
    ),
    "setup of a host that drifted": Case(SETUP_TASK, _then(SETUP_TASK, **DRIFT), settings={"setup": SETUP}),
    "setup of a bare host by steps": Case(
        SETUP_TASK, profile="bare", settings=STEPS, on_engine=True, unforeseen=("service/W3SVC/startType",)
    ),
    "setup of a bare desktop by steps": Case(
        SETUP_TASK, profile="desktop", settings=STEPS, unforeseen=("service/W3SVC/startType",)
    ),
    "setup of a bare core": Case(SETUP_TASK, profile="bare-core", settings={"setup": SETUP}),
    "setup of a host that drifted by steps": Case(SETUP_TASK, _then(SETUP_TASK, **DRIFT), settings=STEPS),
    "setup by steps that fails in the middle": Case(
        SETUP_TASK, profile="bare", settings=UNKNOWN_SERVICE, fails=True
    ),
    "all installers on a host without them": Case(
        INSTALL, profile="no-bundle", settings=_packages(*INSTALLERS)
    ),
    "a bundle that came before IIS": Case(
        INSTALL,
        _given(packages=[{"kind": "hosting-bundle", "version": "10.0.13", "module": False}]),
        profile="no-bundle",
        settings=_packages("hosting_bundle"),
    ),
    "a newer bundle where sites are served": Case(INSTALL, _serving(), settings=_packages("hosting_bundle")),
    "an installer that fails after another one": Case(
        INSTALL,
        _given(faults={"installer": {"codes": [0, 1603]}}),
        settings=_packages("hosting_bundle", "vc_redist"),
        fails=True,
    ),
    "a module of which much is lost": Case(
        REPAIR,
        _given(services={"WMSVC": "Running"}, faults={"os-upgrade": {"what": "files32+files64+registration+section"}}),
        on_engine=True,
    ),
    "a module of which a file is lost": Case(REPAIR, _serving(faults={"os-upgrade": {"what": "files32"}})),
    "a module of which nothing is lost": Case(REPAIR, _serving(), changes=False),
    "IIS restarts": Case(("restart-iis",), _serving()),
    "keys in the registry before the first deploy": Case(
        KEYS, settings=POLICY, site={"data_protection": "registry"}
    ),
    "keys in the registry where somebody began": Case(
        KEYS,
        _given(
            registry={AUTO_GEN: {}, r"HKLM\SOFTWARE\Microsoft\DotNetPackages\Microsoft.AspNetCore.DataProtection": {
                "DefaultKeyLifetime": 30}},
            acl={AUTO_GEN: "D:(A;;KR;;;WD)"},
        ),
        settings=POLICY,
        site={"data_protection": "registry"},
    ),
    "keys in a folder": Case(KEYS, site={"data_protection": SHARED}, on_engine=True),
    "keys in a folder with other rights": Case(
        KEYS,
        _then(KEYS, acl={r"C:\keys\shop": "D:(A;OICI;FA;;;WD)"}),
        site={"data_protection": SHARED},
    ),
    "keys in a profile that is not loaded": Case(
        KEYS,
        _then(("deploy",), iis={"pools": {"Hello": {"processModel": {"loadUserProfile": False}}}}),
        site={"data_protection": "profile"},
    ),
    "caches": Case(
        CLEAR,
        _given(users=BUILD, files={r"C:\agent\nuget\a.dll": "1234", r"C:\agent\work.txt": "kept"}),
        settings={"caches": CACHES},
        on_engine=True,
    ),
    "caches that are empty": Case(CLEAR, _given(users={"build": {}}), settings={"caches": CACHES}, changes=False),
    "a schedule": Case(SCHEDULE, settings={"caches": CACHES}, on_engine=True),
    "a schedule that is otherwise": Case(
        SCHEDULE, _then((*SCHEDULE, "--at", "05:00", "--days", "daily")), settings={"caches": CACHES}
    ),
    "a schedule that goes": Case((*SCHEDULE, "--remove"), _then(SCHEDULE), settings={"caches": CACHES}),
}  # fmt: skip


@cache
def key_file() -> bytes:
    """Made once: its salt is another one each time."""
    return pfx(SUBJECT, PASSWORD)


@pytest.fixture
def host_of(
    new_controller: Callable[..., Controller], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, Case], Controller]:
    """The host of a case, as it is when the task comes."""
    monkeypatch.setenv("KEYS", PASSWORD)

    def make(engine: str, case: Case) -> Controller:
        controller = new_controller(engine, case.profile)
        inventories = controller.folder / "inventories"
        for file, kind, version in INSTALLERS.values():
            (inventories / file).write_bytes(installer_bytes(kind, version))
        (inventories / "keys.pfx").write_bytes(key_file())
        controller.write(simple(**case.site), **case.settings)
        case.start(controller)
        return controller

    return make


@pytest.mark.parametrize("name", CASES)
def test_plan_run_and_host_agree(host_of: Callable[[str, Case], Controller], tmp_path: Path, name: str) -> None:
    check(host_of("emulated", CASES[name]), CASES[name], tmp_path / "twin")


def check(controller: Controller, case: Case, folder: Path) -> None:
    machine, before = controller.machine, controller.snapshot()
    twin = Twin(machine, folder, {**DSC, "certificates": {SUBJECT: None}})
    try:
        planned = controller.ask(*case.task, "--plan")
        assert planned.code == 0, planned.text
        assert controller.snapshot() == before, "the plan wrote something"
        done = controller.ask(*case.task)
        assert done.code == (2 if case.fails else 0), done.text

        told, foreseen = reported(done.changes), reported(planned.changes)
        if case.fails:
            assert told.items() <= foreseen.items()
        else:
            assert foreseen == {path: told[path] for path in told if path not in case.unforeseen}
            assert set(case.unforeseen) <= set(told)
            assert bool(case.unforeseen) == ("is not there yet" in str(planned.host["warnings"]))
        assert bool(done.changes) == case.changes
        twin.replay(done.changes)
        assert twin.apart_from(machine) == []
    finally:
        twin.close()
    if case.task != ("restart-iis",) and not case.fails:
        _nothing_to_do(controller, case)


def _nothing_to_do(controller: Controller, case: Case) -> None:
    after = controller.snapshot()
    again = controller.ask(*case.task)
    assert (again.code, again.host["status"], again.changes) == (0, "ok", []), again.text
    assert controller.snapshot() == after, "the second run wrote something"


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.on_engine])
def test_the_real_engine_is_as_honest_and_tells_the_same(
    host_of: Callable[[str, Case], Controller], tmp_path: Path, pwsh: str, name: str
) -> None:
    hosts = {engine: host_of(engine, CASES[name]) for engine in ("emulated", "pwsh")}

    for engine, controller in hosts.items():
        check(controller, CASES[name], tmp_path / f"{engine}-twin")

    differing = list(apart(story(hosts["emulated"]), story(hosts["pwsh"])))
    assert not differing, "\n".join(differing)


REPORT = [
    {"path": "registry/HKLM\\SOFTWARE\\X/A", "before": None, "after": "1"},
    {"path": "folder/C:\\x", "before": None, "after": "present"},
]
LIES: dict[str, list[dict[str, Any]]] = {
    "says nothing of a folder": REPORT[:1],
    "tells another value": [{**REPORT[0], "after": "2"}, REPORT[1]],
    "tells what was not done": [*REPORT, {"path": "feature/Telnet-Client", "before": None, "after": "installed"}],
    "says that something was there": [REPORT[0], {**REPORT[1], "before": "present"}],
}


@pytest.mark.parametrize("lie", [None, *LIES])
def test_a_report_that_lies_is_noticed(tmp_path: Path, lie: str | None) -> None:
    machine = Machine.create(tmp_path / "host", "web01", "bare")
    twin = Twin(machine, tmp_path / "twin")
    machine.given({"registry": {r"HKLM\SOFTWARE\X": {"A": "1"}}, "files": {r"C:\x": None}})

    try:
        twin.replay(LIES[lie] if lie else REPORT)
        noticed = bool(twin.apart_from(machine))
    except AssertionError:
        noticed = True
    assert noticed == bool(lie)
    twin.close()
    machine.close()
