"""Where secrets come from, all at once."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from iisfleet.errors import ConfigError, Problem
from iisfleet.inventory import resolve_secrets
from tests.inventory.conftest import Load

TEXT = """
hosts:
  web01:
    sites:
      Shop:
        path: C:\\inetpub\\shop
        bindings: [{port: 80}]
        env:
          VALUE: !secret "%s"
"""


def value_of(load: Load, reference: str) -> str:
    inventory = resolve_secrets(load(TEXT % reference.replace("\\", "\\\\").replace('"', '\\"')))
    return inventory.hosts[0].secrets["pool/Shop/environment/VALUE"].reveal()


def problem_of(load: Load, reference: str, **options: float) -> Problem:
    inventory = load(TEXT % reference.replace("\\", "\\\\").replace('"', '\\"'))
    with pytest.raises(ConfigError) as caught:
        resolve_secrets(inventory, **options)
    (problem,) = caught.value.problems
    assert (problem.line, problem.key) == (9, "hosts.web01.sites.Shop.env.VALUE")
    return problem


def python(code: str) -> str:
    return f'command:"{sys.executable}" -c "{code}"'


def test_from_the_environment(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IISFLEET_TEST", " kept as it is ")

    assert value_of(load, "env:IISFLEET_TEST") == " kept as it is "


@pytest.mark.parametrize(("content", "value"), [(b"x", "x"), (b"x\n", "x"), (b"x\r\n", "x"), (b"x\n\n", "x\n")])
def test_from_a_file_beside_the_inventory(load: Load, tmp_path: Path, content: bytes, value: str) -> None:
    (tmp_path / "a.secret").write_bytes(content)

    assert value_of(load, "file:a.secret") == value


def test_from_a_command_without_a_shell(load: Load) -> None:
    assert value_of(load, python("import sys; print(sys.argv[1])") + " '$HOME;x'") == "$HOME;x"


def test_from_the_keyring(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    errors.KeyringError = type("KeyringError", (Exception,), {})  # type: ignore[attr-defined]
    keyring.get_password = lambda service, name: f"{service}|{name}"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)

    assert value_of(load, "keyring:team/iisfleet/shop") == "team/iisfleet|shop"


def test_without_the_keyring_library(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)

    problem = problem_of(load, "keyring:a/b")

    assert problem.sentence == "the library keyring is not installed"
    assert problem.hint == "pip install 'iisfleet[keyring]'"


@pytest.mark.parametrize(
    ("reference", "part"),
    [
        ("env:IISFLEET_NOT_SET", "the environment variable IISFLEET_NOT_SET is not set"),
        ("file:missing.secret", "missing.secret cannot be read: No such file"),
        ("command:no-such-program-here", "cannot be run"),
        ("command:'open", "cannot be run: No closing quotation"),
        (python("raise SystemExit('locked')"), "ended with code 1"),
        (python("pass"), "is empty"),
    ],
)
def test_what_cannot_be_had(load: Load, reference: str, part: str) -> None:
    assert part in problem_of(load, reference).sentence


def test_a_failing_command_says_why(load: Load) -> None:
    assert problem_of(load, python("raise SystemExit('the vault is locked')")).hint == "the vault is locked"


def test_a_command_that_waits_is_ended(load: Load) -> None:
    assert "did not end within 0.2 s" in problem_of(load, python("import time; time.sleep(30)"), timeout=0.2).sentence


ALL = """
defaults: {connection: {auth: ntlm, username: u, password: !secret env:IISFLEET_A}}
hosts:
  web01: {}
  web02: {connection: {password: !secret env:IISFLEET_B}}
  web03: {connection: {password: !secret env:IISFLEET_C}}
  web04: {}
"""


def test_everything_that_is_missing_is_said_at_once_and_once(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IISFLEET_B", "b")

    with pytest.raises(ConfigError) as caught:
        resolve_secrets(load(ALL))

    assert [p.line for p in caught.value.problems] == [2, 6]


def test_only_the_selected_hosts_are_asked_for(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IISFLEET_B", "b")

    chosen = resolve_secrets(load(ALL).select("web02"))

    assert chosen.hosts[0].connection.password is not None
    assert chosen.hosts[0].connection.password.reveal() == "b"


def test_a_reference_is_fetched_once(load: Load, tmp_path: Path) -> None:
    count = tmp_path / "count"
    code = f"open(r'{count}', 'a').write('x'); print('v')"
    text = TEXT % python(code).replace('"', '\\"')
    inventory = load(text + "          OTHER: !secret '" + python(code).replace("'", "''") + "'\n")

    resolve_secrets(inventory)

    assert count.read_text() == "x"
    assert {s.reveal() for s in inventory.hosts[0].secrets.values()} == {"v"}
