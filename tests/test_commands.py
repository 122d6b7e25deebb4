"""Commands in this process, against hosts of the lab: exit codes, what is printed where, and what is left behind."""

import json
import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from iisfleet import commands
from iisfleet.commands import Scope
from iisfleet.commands.installers import declared_installers
from iisfleet.commands.preparing import given_package, load_packages, select_hosts
from iisfleet.commands.running import was_ours_and_is_dead
from iisfleet.errors import ConfigError, ExitCode, PackageError, UsageError
from iisfleet.flows.scripts import TASKS
from iisfleet.rendering import Script
from winlab.fleet import Fleet
from winlab.shell.reader import read_script

ROOT = Path(__file__).resolve().parents[1]
HELLO = ROOT / "inventories" / "packages" / "hello"
CANARY = "canary-\u00fc'\"42"
INVENTORY = r"""
defaults:
  connection:
    auth: ntlm
    ssl: false
    username: {username}
    password: !secret env:TEST_PASSWORD
groups:
  web:
    sites:
      Hello:
        path: C:\inetpub\hello
        package: {package}
        bindings: [{{port: 80}}]
        env: {{GREETING: hello, CONN: !secret env:TEST_CONN}}
        health: {{path: /healthz, timeout: 2, interval: 0.5}}
hosts:
  web01: {{groups: [web], connection: {{address: 127.0.0.1, port: {ports[0]}}}}}
  web02: {{groups: [web], connection: {{address: 127.0.0.1, port: {ports[1]}}}}}
"""


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    with Fleet(tmp_path_factory.mktemp("fleet"), ["web01", "web02"], engine="emulated") as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path, fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: with an inventory of two bare hosts, and its secrets in the environment."""
    fleet.reset()
    endpoint = fleet.host("web01").endpoint
    ports = [fleet.host(name).endpoint.port for name in ("web01", "web02")]
    (tmp_path / "inventories").mkdir()
    text = INVENTORY.format(username=endpoint.username, package=HELLO, ports=ports)
    (tmp_path / "inventories" / "staging.yml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TEST_PASSWORD", endpoint.password)
    monkeypatch.setenv("TEST_CONN", CANARY)
    return tmp_path


STAGING = Scope("staging")
JSON = Scope("staging", as_json=True)


def document(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What --json printed: nothing else may stand on standard output."""
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_plan_deploy_plan(folder: Path, fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    before = fleet.host("web01").machine.snapshot()

    assert commands.plan(STAGING, None, check=True) == ExitCode.DIFFERENCES
    assert fleet.host("web01").machine.snapshot() == before
    assert commands.plan(STAGING, None, check=False) == ExitCode.OK
    capsys.readouterr()
    assert commands.deploy(JSON, None) == ExitCode.OK
    told = document(capsys)
    assert {host["status"] for host in told["hosts"].values()} == {"changed"}
    assert commands.plan(STAGING, None, check=True) == ExitCode.OK
    assert "web01: nothing would change\nweb02: nothing would change\n" in capsys.readouterr().out


def test_what_a_deploy_prints_and_leaves_behind(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.deploy(STAGING, None) == ExitCode.OK

    heard = capsys.readouterr()
    assert heard.err == ""
    assert "web02: changed, " in heard.out
    assert CANARY not in heard.out
    (run,) = (folder / ".iisfleet" / "runs").iterdir()
    events = [json.loads(line) for line in (run / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [events[0]["event"], events[-1]["event"]] == ["run_started", "run_finished"]
    assert {path.name for path in folder.iterdir()} == {"inventories", ".iisfleet"}
    assert [path.name for path in (folder / ".iisfleet" / "cache").iterdir()] == ["manifests"]
    kept = {event["sha256"] for event in events if event["event"] == "script_started"}
    assert kept == {script.stem for script in (run / "scripts").iterdir()}
    for file in (folder / ".iisfleet").rglob("*"):
        if file.is_file():
            assert "canary" not in file.read_text(encoding="utf-8"), file


def test_rollback_status_and_history(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = shutil.copytree(HELLO, folder / "second")
    (second / "wwwroot" / "robots.txt").write_text("another\n")
    only = Scope("staging", limit="web02", as_json=True)
    assert commands.deploy(only, None) == ExitCode.OK
    assert commands.rollback(only) == ExitCode.HOST_FAILED  # there is nothing before the first
    assert commands.deploy(only, second) == ExitCode.OK
    assert commands.rollback(only) == ExitCode.OK
    capsys.readouterr()

    assert commands.history(only, 20) == ExitCode.OK
    entries = document(capsys)["hosts"]["web02"]["data"]["entries"]
    assert [entry["event"] for entry in entries] == ["deployed", "deployed", "rolled-back"]
    assert entries[0]["release"] == entries[2]["release"] != entries[1]["release"]
    assert commands.status(only) == ExitCode.OK
    (target,) = document(capsys)["hosts"]["web02"]["data"]["targets"]
    assert (target["release"], len(target["releases"])) == (entries[0]["release"], 2)


def test_a_failing_batch_keeps_the_rest(folder: Path, fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    fleet.host("web01").machine.break_down("failing-health")

    code = commands.deploy(Scope("staging", batch=1, as_json=True), None)
    fleet.host("web01").machine.repair()

    hosts = document(capsys)["hosts"]
    assert code == ExitCode.HOST_FAILED
    assert {name: host["status"] for name, host in hosts.items()} == {"web01": "failed", "web02": "skipped"}
    assert (hosts["web01"]["step"], hosts["web01"]["reverted"]) == ("Test-SiteHealth", True)
    assert not fleet.host("web02").recorder.counts


# --- what needs no host ----------------------------------------------------------------------------------------------


def test_render_writes_what_would_run(folder: Path, fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.render(Scope("staging", limit="web01"), None, folder / "out") == ExitCode.OK

    files = sorted((folder / "out" / "web01").iterdir())
    assert [file.name for file in files] == [
        "deploy-publishing+verifying+finishing.ps1",
        "deploy-starting+updating+publishing+finishing.ps1",
        "deploy-updating.ps1",
        "guard.ps1",
        "recover-updating.ps1",
    ]
    printed = capsys.readouterr().out
    for file in files:
        script = Script("", file.read_bytes().decode())
        assert f"{file}  {script.sha256[:12]}\n" in printed
    assert not fleet.host("web01").recorder.counts
    assert not (folder / ".iisfleet").exists()


def test_a_rendering_that_is_not_ascii_carries_a_mark_for_5_1(folder: Path) -> None:
    inventory = folder / "inventories" / "staging.yml"
    inventory.write_text(
        inventory.read_text().replace("GREETING: hello", "GREETING: Gr\u00fc\u00dfe"), encoding="utf-8"
    )

    commands.render(Scope("staging", limit="web01"), None, folder / "out")

    marks = {file.name: file.read_bytes()[:3] == b"\xef\xbb\xbf" for file in (folder / "out" / "web01").iterdir()}
    assert marks == {
        "deploy-publishing+verifying+finishing.ps1": True,
        "deploy-starting+updating+publishing+finishing.ps1": True,
        "deploy-updating.ps1": False,
        "guard.ps1": False,
        "recover-updating.ps1": False,
    }


RENDERED = {
    "rollback": [
        "history-starting",
        "rollback-publishing+verifying+finishing",
        "rollback-starting+publishing+finishing",
        "rollback-updating",
    ],
    "adopt": ["adopt-starting+updating", "adopt-updating", "adopt-updating+finishing"],
    "setup": [
        f"{windows}-setup-{phases}"
        for windows in ("core", "core-steps", "desktop", "desktop-steps", "server", "server-steps")
        for phases in ("publishing", "publishing+finishing", "starting")
    ],
    "inventory.import": ["import-starting"],
}


@pytest.mark.parametrize("task", TASKS)
def test_render_writes_the_scripts_of_a_task(folder: Path, monkeypatch: pytest.MonkeyPatch, task: str) -> None:
    monkeypatch.delenv("TEST_CONN")

    assert commands.render(Scope("staging", limit="web01"), None, folder / "out", task) == ExitCode.OK

    files = {file.stem: file.read_text("utf-8-sig") for file in (folder / "out" / "web01").iterdir()}
    assert sorted(files) == RENDERED.get(task, sorted(files))
    for text in files.values():
        assert read_script(text).phases
        assert CANARY not in text


def test_render_says_whose_scripts_it_writes(folder: Path) -> None:
    with pytest.raises(UsageError, match="no scripts of nonesuch can be written"):
        commands.render(STAGING, None, folder / "out", "nonesuch")


def test_render_writes_what_hosts_copy_from_shares_and_run_once(folder: Path) -> None:
    inventory = folder / "inventories" / "staging.yml"
    more = "        run_once: {command: [dotnet, migrate.dll]}\n        share: \\\\files\\builds\\hello\n"
    text = inventory.read_text().replace("        env: {GREETING", f"{more}        env: {{GREETING")
    inventory.write_text(text, encoding="utf-8")

    commands.render(Scope("staging", limit="web01"), None, folder / "out")

    files = {file.stem: file.read_text("utf-8-sig") for file in (folder / "out" / "web01").iterdir()}
    assert {"share-by-job", "1-run-once-updating", "1-run-once-publishing"} <= set(files)
    assert "jobs\\render-once1" in files["1-run-once-updating"]


def test_what_a_deploy_runs_is_what_render_writes(folder: Path) -> None:
    """But for the run, and for the content that travels: what of it a host has, the host tells."""
    scope = Scope("staging", limit="web01")
    assert commands.deploy(scope, None) == ExitCode.OK
    commands.render(scope, None, folder / "out")

    (run,) = (folder / ".iisfleet" / "runs").iterdir()
    sent = {_without_run(file.read_text("utf-8-sig")) for file in (run / "scripts").iterdir()}
    written = {_without_run(file.read_text("utf-8-sig")) for file in (folder / "out" / "web01").iterdir()}
    assert len(sent) == 3
    assert len(sent - written) == 1
    assert "script deploy/updating." in min(sent - written, key=len).splitlines()[0]


def _without_run(text: str) -> str:
    """The words of the run that differ each time."""
    for key in ("run", "Run", "who", "Who", "Controller"):
        text = re.sub(rf"'{key}' = '[^']*'", f"'{key}' = ''", text)
    text = re.sub(r"(?<= Run = )'[^']*'", "''", text)
    return re.sub(r"'ProcessId' = \d+", "'ProcessId' = 0", text)


def test_checks_need_neither_secrets_nor_hosts(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TEST_CONN")

    assert commands.check_inventory(STAGING) == ExitCode.OK
    assert capsys.readouterr().out == "inventories/staging.yml: 2 hosts, 2 sites, no problem\n"
    with pytest.raises(ConfigError, match="TEST_CONN is not set"):
        commands.status(STAGING)
    assert not (folder / ".iisfleet").exists()


def test_a_package_is_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = shutil.copytree(HELLO, folder / "broken")
    (broken / "web.config").write_text("<configuration>")

    assert commands.check_package(HELLO, as_json=True) == ExitCode.OK
    assert document(capsys)["app"] == "HelloIis"
    assert commands.check_package(broken, as_json=False) == ExitCode.BAD_INPUT
    assert "ERROR" in capsys.readouterr().out
    assert commands.check_package(broken, as_json=True) == ExitCode.BAD_INPUT
    assert any(finding["severity"] == "error" for finding in document(capsys)["findings"])


def test_every_broken_package_is_told_at_once(folder: Path) -> None:
    inventory = folder / "inventories" / "staging.yml"
    text = inventory.read_text(encoding="utf-8")
    extra = "      Other: {path: 'C:\\other', package: gone, bindings: [{port: 81}]}\n"
    extra += "      Third: {path: 'C:\\third', package: empty, bindings: [{port: 82}]}\n"
    inventory.write_text(text.replace("hosts:\n", extra + "hosts:\n"), encoding="utf-8")
    (folder / "inventories" / "empty").mkdir()

    with pytest.raises(PackageError) as caught:
        load_packages(select_hosts(STAGING), None)

    assert re.search(r"staging.yml: Other: \S*gone does not exist", caught.value.message)
    assert "empty is empty" in caught.value.message
    with pytest.raises(UsageError, match="3 targets: Hello, Other, Third"):
        load_packages(select_hosts(STAGING), HELLO)


def test_a_hash_that_is_none_is_told_as_it_is_and_how_to_get_it() -> None:
    with pytest.raises(UsageError, match=r"--sha256 is not a SHA-256: .* found 40 characters") as caught:
        given_package("https://builds.example.com/shop.zip", "5a" * 20)
    assert "sha256sum FILE, or certutil -hashfile FILE SHA256" in str(caught.value)
    with pytest.raises(UsageError, match="--package is a URL without its hash"):
        given_package("https://builds.example.com/shop.zip", "")


def test_targets_without_a_package(folder: Path) -> None:
    inventory = folder / "inventories" / "staging.yml"
    inventory.write_text(inventory.read_text().replace(f"package: {HELLO}", "publish: switch"), encoding="utf-8")

    with pytest.raises(ConfigError, match=r"Hello has no package"):
        load_packages(select_hosts(STAGING), None)
    assert set(load_packages(select_hosts(STAGING), HELLO)) == {"Hello"}


def test_a_folder_that_cannot_be_written_is_said_before_a_host_is_asked(folder: Path, fleet: Fleet) -> None:
    (folder / "out").write_text("a file")
    (folder / ".iisfleet").write_text("a file")

    with pytest.raises(UsageError, match=r"out.* cannot be written"):
        commands.render(STAGING, None, Path("out"))
    with pytest.raises(UsageError, match=r"\.iisfleet.* cannot be written"):
        commands.deploy(STAGING, None)
    assert not fleet.host("web01").recorder.counts


def test_the_bundle_that_a_command_names_is_installed_as_the_inventory_says(folder: Path) -> None:
    bundle = folder / "dotnet-hosting-10.0.0-rc.1-win.exe"
    bundle.write_bytes(b"MZ")
    settings = "{installer: dotnet-hosting-9.0.1-win.exe, options: [OPT_NO_X86], timeout: 90}"
    inventory = folder / "inventories" / "staging.yml"
    text = inventory.read_text().replace("defaults:", f"defaults:\n  packages: {{hosting_bundle: {settings}}}", 1)
    inventory.write_text(text)

    installers = declared_installers(Scope("staging"), bundle)

    for (installer,) in installers.values():
        assert (installer.version, installer.source, installer.minutes) == ("10.0.0-rc.1", bundle, 90)
        assert installer.options == ("OPT_NO_X86=1",)

    with pytest.raises(UsageError, match=r"setup\.exe does not tell its version"):
        declared_installers(Scope("staging"), bundle.rename(folder / "setup.exe"))


def test_the_second_job_of_a_dead_run_is_dead_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    record = tmp_path / ".iisfleet" / "runs" / "20260101-000000-beef"
    record.mkdir(parents=True)
    gone = {"machine": socket.gethostname(), "process": 2**30, "started": 0}
    (record / "run.json").write_text(json.dumps(gone), encoding="utf-8")

    dead = [was_ours_and_is_dead({"run": run}) for run in (record.name, f"{record.name}-2", "20260101-000000-cafe")]

    assert dead == [True, True, False]
