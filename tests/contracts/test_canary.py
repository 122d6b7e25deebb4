"""A secret stands nowhere but in its source, in SecureStrings on the wire, and in the one file where IIS keeps it."""

import base64
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.canaries import Canaries, Watch, layers
from tests.contracts.controller import Controller, Told
from tests.contracts.inventories import ACCOUNT, HOST, simple
from tests.contracts.tags import Tag, to_yaml
from winlab.windows.accounts import pool_sid
from winlab.windows.certificates import pfx, thumbprint
from winlab.windows.errors import MachineError
from winlab.windows.profiles import CONFIG

# IIS keeps a pool's variables in applicationHost.config in clear; only administrators read it.
KEPT_BY_IIS = {"VARIABLE", "FROM_FILE"}


@pytest.fixture
def canaries(controller: Controller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Canaries:
    """Secrets by environment variable, one by file, and the password of the connection."""
    made = Canaries(
        VARIABLE="CanaryVariable7Qd21x",
        ACCOUNT="CanaryAccount3Lm08v",
        RENEWED="CanaryRenewed5Tp63u",
        FROM_FILE="CanaryFile9Zk44w",
        CONNECTION=controller.lab.endpoint.password,
    )
    for name in ("VARIABLE", "ACCOUNT", "RENEWED"):
        monkeypatch.setenv(name, made[name])
    monkeypatch.setenv("CONNECTION", controller.lab.endpoint.password)
    (tmp_path / "from.secret").write_text(made["FROM_FILE"] + "\n", encoding="utf-8")
    return made


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_a_canary_is_recognised_in_every_form(before: str, encoding: str) -> None:
    canaries = Canaries(IT="CanaryItself6Vw17y")
    clear = f"{before}{canaries['IT']}".encode(encoding)
    once = base64.b64encode(clear)

    assert canaries.found_in(clear) == {"IT"}
    assert canaries.found_in(b"<x>" + once + b"</x>") == {"IT"}
    assert canaries.found_in(b"<x>" + once[1:-5] + b"</x>") == {"IT"}, "a part that begins anywhere"
    assert canaries.found_in(base64.b64encode(b"<y>" + once + b"</y>")) == {"IT"}
    assert canaries.found_in(once[:12]) == set()


def test_a_secret_gets_nowhere(
    controller: Controller,
    canaries: Canaries,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bodies: list[bytes] = []
    machine = controller.machine
    machine.given({"accounts": {ACCOUNT: None}})

    with caplog.at_level(logging.DEBUG), Watch(canaries, machine.path("C:\\ProgramData")) as watch:

        def note(_direction: str, text: bytes) -> None:
            bodies.append(text)
            watch.look_at_files()  # the saved state is there between two bodies, not for long

        controller.lab.recorder.on_body = note
        told = _story(controller, canaries, tmp_path, monkeypatch)

    assert {one.code for one in told} == {0, 2}
    assert [one.text for one in told if canaries.found_in(one.text)] == []
    assert canaries.found_in(caplog.text) == set()
    assert canaries.files_with(controller.folder) == {}
    config = machine.path(CONFIG).relative_to(machine.root).as_posix()
    assert canaries.files_with(machine.root) == {config: KEPT_BY_IIS}
    assert "[enc:" in machine.path(CONFIG).read_text(encoding="utf-8")
    assert any(b"<SS" in layer for body in bodies for layer in layers(body)), "no SecureString was seen on the wire"
    assert [body for body in bodies if canaries.found_in(body)] == []
    assert (watch.arguments, watch.files) == ({}, {})
    assert watch.looks > 5
    assert any(name.endswith(".json") for name in watch.seen_files), "no saved state was seen while it was there"


def _story(controller: Controller, canaries: Canaries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Told]:
    """Runs that go well, and runs that fail with a secret at hand: reverted ones, and errors that quote arguments."""
    machine = controller.machine
    both = {"GREETING": "x", "A": Tag("env:VARIABLE"), "B": Tag(f"file:{tmp_path / 'from.secret'}")}
    _declare(controller, both)
    told = [controller.ask("plan"), controller.type("deploy", "--env", "it"), controller.ask("status")]

    _declare(controller, {"A": Tag("env:RENEWED"), "B": Tag("env:VARIABLE")})
    controller.change_file("wwwroot/robots.txt", "second\n")
    machine.break_down("failing-health")
    told += [controller.type("plan", "--env", "it"), controller.ask("deploy")]
    assert told[-1].host["reverted"]
    machine.repair()
    # Back to a release whose secrets only the host has kept.
    told += [controller.ask("deploy"), controller.ask("rollback")]
    assert [one.host["status"] for one in told[-2:]] == ["changed", "changed"]

    monkeypatch.setattr(machine.dpapi, "encrypt_attribute", _quoting)  # asked by ServerManager
    monkeypatch.setattr(machine.iis._cipher, "encrypt", _quoting)  # asked by the emulated shell
    monkeypatch.setenv("ACCOUNT", canaries["RENEWED"])
    told += [controller.ask("deploy"), controller.type("deploy", "--env", "it")]
    assert "cannot encrypt" in told[-1].text
    told += [controller.ask("history"), controller.type("render", "--env", "it", "--out", "rendered")]
    return told


def _declare(controller: Controller, env: dict[str, Any]) -> None:
    pool = {"identity": ACCOUNT, "password": Tag("env:ACCOUNT"), "start_mode": "AlwaysRunning"}
    sites = simple(env=env, pool=pool, health={"path": "/healthz", "timeout": 1})
    controller.write(sites, {"password": Tag("env:CONNECTION")})


def _quoting(text: str, provider: str = "") -> str:
    raise MachineError(f"the provider {provider} cannot encrypt {text}")


def test_a_job_tells_its_secret_to_nobody(
    controller: Controller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The password of a PFX file goes to a task of Windows: by a file that only this machine reads, for a moment."""
    canaries = Canaries(PFX="CanaryPfxFile8Hw55q", WRONG="CanaryWrong2Bn71k")
    bodies: list[bytes] = []
    machine = controller.machine
    (controller.folder / "inventories" / "keys.pfx").write_bytes(pfx("CN=keys.lab", canaries["PFX"]))
    certificate = {"thumbprint": thumbprint("CN=keys.lab"), "pfx": "keys.pfx", "password": Tag("env:KEYS")}
    controller.write(simple(data_protection={"mode": "shared", "folder": "C:\\keys", "certificate": certificate}))

    with caplog.at_level(logging.DEBUG), Watch(canaries, machine.path("C:\\ProgramData")) as watch:
        controller.lab.recorder.on_body = lambda _direction, text: bodies.append(text)
        start = machine.tasks.start

        def look_and_start(path: str) -> None:
            watch.look_at_files()  # the secrets are there until the job has read them
            start(path)

        monkeypatch.setattr(machine.tasks, "start", look_and_start)
        monkeypatch.setenv("KEYS", canaries["WRONG"])
        with monkeypatch.context() as patch:
            patch.setattr(machine.certificates, "import_pfx", _quoting_import)
            told = [controller.ask("provision-keys")]
        monkeypatch.setenv("KEYS", canaries["PFX"])
        told += [controller.type("provision-keys", "--env", "it"), controller.ask("history")]

    assert [one.code for one in told] == [2, 0, 0]
    assert "cannot import" in told[0].text
    assert [one.text for one in told if canaries.found_in(one.text)] == []
    assert canaries.found_in(caplog.text) == set()
    assert canaries.files_with(controller.folder) == {}
    assert canaries.files_with(machine.root) == {}
    assert [body for body in bodies if canaries.found_in(body)] == []
    assert (watch.arguments, watch.files) == ({}, {})
    assert {"secrets.json", "job.ps1", "state.json"} <= watch.seen_files
    assert not list(machine.root.rglob("secrets.json"))
    assert machine.differs({"certificates": {f"My/{thumbprint('CN=keys.lab')}": [pool_sid("Hello")]}}) == []


def _quoting_import(_content: bytes, password: str, _store: str) -> None:
    raise MachineError(f"cannot import with {password}")


WORD = "CanaryLiteral1Rs92t"
MISTAKES: dict[str, Callable[[dict[str, Any], dict[str, Any]], object]] = {
    "a password in clear": lambda connection, site: connection.update(password=WORD),
    "a password that is a list": lambda connection, site: connection.update(password=[WORD]),
    "a key of its own": lambda connection, site: connection.update(pasword=WORD),
    "a pool's password in clear": lambda connection, site: site["pool"].update(identity=ACCOUNT, password=WORD),
    "variables that are text": lambda connection, site: site.update(env=f"A={WORD}"),
    "a variable that is a mapping": lambda connection, site: site["env"].update(A={"value": WORD}),
    "a variable that is a list": lambda connection, site: site["env"].update(A=[WORD]),
    "a reference of no scheme": lambda connection, site: connection.update(password=Tag(WORD)),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("words", [("inventory.check",), ("deploy",), ("plan", "--json")], ids=lambda words: words[0])
def test_what_is_wrong_in_an_inventory_is_told_without_what_may_be_a_secret(
    new_controller: Callable[[str], Controller], words: tuple[str, ...], mistake: str
) -> None:
    controller = new_controller("emulated")
    connection: dict[str, Any] = {"address": "127.0.0.1", "username": "ann", "ssl": False, "auth": "ntlm"}
    sites = simple()
    MISTAKES[mistake](connection, sites["Hello"])
    inventory = {"environment": "it", "hosts": {HOST: {"connection": connection, "sites": sites}}}
    (controller.folder / "inventories" / "it.yml").write_text(to_yaml(inventory), encoding="utf-8")

    told = controller.type(*words, "--env", "it")

    assert told.code == 4, told.text
    assert "it.yml" in told.text
    assert WORD not in told.text
