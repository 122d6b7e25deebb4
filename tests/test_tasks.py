"""What a person types, in this process: help, list, and how errors become exit codes."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from iisfleet.cli import load_tasks
from iisfleet.errors import ConfigError, HostFailed, IisfleetError, Interrupted, Problem, UsageError
from iisfleet.events import HostFinished
from iisfleet.rollout.runner import exit_code
from tests.typed import run_here

ROOT = Path(__file__).resolve().parents[1]
TASKS = load_tasks()
NAMES = sorted(TASKS.namespace.task_names)
WITH_ENV = [name for name in NAMES if "env" in [argument.name for argument in TASKS.namespace[name].get_arguments()]]


class Typist:
    """Types words, and hears what comes of it."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        code = run_here(words)
        heard = self._capsys.readouterr()
        return code, heard.out, heard.err


@pytest.fixture
def type_(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typist:
    monkeypatch.chdir(tmp_path)
    return Typist(capsys)


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a connection, a process or an inventory fails the test."""

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("something ran")

    # Where it is used: a module that is imported meanwhile would keep what stands in for it.
    read = "iisfleet.commands.preparing.load_inventory"
    for target in (read, "iisfleet.lab.call_lab", "subprocess.run", "subprocess.Popen"):
        monkeypatch.setattr(target, refuse)


def test_the_list_names_every_task_with_a_sentence(type_: Typist, nothing_runs: None) -> None:
    code, out, err = type_("--list")

    assert (code, err) == (0, "")
    for name in NAMES:
        assert re.search(rf"^  {re.escape(name)}  +[A-Z].*", out, re.MULTILINE), name


@pytest.mark.parametrize("name", NAMES)
def test_help_explains_and_runs_nothing(name: str, type_: Typist, nothing_runs: None, tmp_path: Path) -> None:
    code, out, err = type_(name, "--help")

    assert (code, err) == (0, "")
    assert f"[--core-opts] {name}" in out
    example = rf"(invoke|iisfleet) {re.escape(name)}\b"
    assert re.search(example, out), "an example"
    assert list(tmp_path.iterdir()) == []
    for option in re.findall(r"^  --.*", out, re.MULTILINE):
        assert re.match(r"  --\S+(, \S+)? +\S", option), f"not explained: {option}"


def test_no_option_can_be_given_by_position() -> None:
    """A positional argument would make ``invoke deploy --help`` run the task."""
    for name in NAMES:
        assert not [argument.name for argument in TASKS.namespace[name].get_arguments() if argument.positional], name


@pytest.mark.parametrize("name", WITH_ENV)
def test_an_environment_has_to_be_named(name: str, type_: Typist, nothing_runs: None) -> None:
    code, out, err = type_(name)

    assert (code, out) == (1, "")
    assert err == "name an environment\n  --env staging, for inventories/staging.yml\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["deploy", "--env", "lab", "--batch", "-1"], "--batch expects a positive number, found -1"),
        (["deploy", "--env", "lab", "--batch", "0"], "--batch expects a positive number, found 0"),
        (["deploy", "--env", "lab", "--batch", "two"], "--batch expects a positive number, found two"),
        (["status", "--env", "lab", "--parallel", "0"], "--parallel expects a positive number, found 0"),
        (["history", "--env", "lab", "--last", "x"], "--last expects a positive number, found x"),
        (["history", "--env", "lab", "--last", "0"], "--last expects a positive number, found 0"),
        (["deploy", "--env", "lab", "--resume="], "--resume is empty\n  leave it out, or give it a value"),
        (["rollback", "--env", "lab", "--release", ""], "--release is empty"),
        (["status", "--env", "lab", "--limit", ""], "--limit is empty"),
        (["deploy", "--nonsense"], "No idea what '--nonsense' is!"),
        (["deploy", "lab"], "No idea what 'lab' is!"),
        (["check-package"], "name a package"),
    ],
)
def test_words_that_mean_nothing(words: list[str], said: str, type_: Typist, nothing_runs: None) -> None:
    code, out, err = type_(*words)

    assert code == 1
    assert said in out + err
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (UsageError("no", hint="so"), 1, "no\n  so\n"),
        (HostFailed("web01 failed"), 2, "web01 failed\n"),
        (ConfigError([Problem(Path("a.yml"), "is odd", 3, "hosts")]), 4, "a.yml:3: hosts: is odd\n"),
        (Interrupted("left at once"), 6, "left at once\n"),
        (KeyboardInterrupt(), 6, "interrupted\n"),
        (PermissionError(13, "Permission denied", ".iisfleet"), 1, ".iisfleet: Permission denied\n"),
    ],
)
def test_errors_end_in_their_exit_code(
    error: BaseException, code: int, text: str, type_: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> int:
        raise error

    monkeypatch.setattr("iisfleet.commands.status", fail)

    assert type_("status", "--env", "lab") == (code, "", text)


@pytest.mark.parametrize("code", [0, 2, 5, 7])
def test_a_task_ends_with_its_code_and_says_no_more(code: int, type_: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iisfleet.commands.status", lambda _scope: code)

    assert type_("status", "--env", "lab") == (code, "", "")


def test_what_was_typed_arrives(type_: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Any] = []
    monkeypatch.setattr("iisfleet.commands.deploy", lambda *given: heard.append(given))

    words = "--env staging --package out --limit web01 --batch 2 --parallel 3 --json --inventories inv"
    type_("deploy", *words.split(), "--accept-key-loss", "--clean", "--resume", "r1")

    ((scope, package, accept_key_loss, clean, resume),) = heard
    assert (clean, resume) == (True, "r1")
    assert accept_key_loss
    assert (scope.env, scope.limit, scope.folder) == ("staging", "web01", Path("inv"))
    assert (scope.batch, scope.parallel, scope.as_json, package) == (2, 3, True, Path("out"))


def test_a_wheel_has_no_tasks_for_developers(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tasks.py", tmp_path)
    spec = importlib.util.spec_from_file_location("installed_tasks", tmp_path / "tasks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    missing = set(NAMES) - set(module.namespace.task_names)
    assert missing == {name for name in NAMES if name.startswith("dev.")} | {"test"}


def test_listing_does_not_load_the_libraries_of_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    check = (
        "import sys\nsys.path.insert(0, sys.argv[1])\nimport tasks\n"
        "print([m for m in ('pypsrp', 'pydantic', 'jinja2', 'iisfleet.commands') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", check, str(ROOT)], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_name_that_the_output_cannot_hold_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "größe").mkdir()
    (tmp_path / "größe" / "x.yml").write_text("hosts: {web01: {}}", encoding="utf-8")
    words = ["inventory.check", "--env", "x", "--inventories", "größe"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}

    done = subprocess.run(
        [sys.executable, "-m", "invoke", "-r", str(ROOT), *words],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert "1 host, 0 sites, no problem" in done.stdout


def test_errors_and_outcomes_carry_the_exit_codes_that_are_documented() -> None:
    raised = {int(kind.exit_code) for kind in _kinds(IisfleetError)}
    locked = int(exit_code([HostFinished(0.0, "web01", "locked")]))

    assert {*raised, locked} == {1, 2, 3, 4, 5, 6}


def _kinds(kind: type[IisfleetError]) -> list[type[IisfleetError]]:
    return [kind, *(deeper for below in kind.__subclasses__() for deeper in _kinds(below))]


def test_a_plan_asks_every_host_whatever_has_become_of_the_one_before(
    type_: Typist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSWORD", "hunter2")
    (tmp_path / "inventories").mkdir()
    connection = "{ssl: false, auth: ntlm, username: ann, password: !secret env:PASSWORD, address: 127.0.0.1}"
    hosts = "{web01: {connection: {port: 9}}, web02: {connection: {port: 19}}}"
    declared = f"defaults: {{connection: {connection}}}\nhosts: {hosts}\n"
    (tmp_path / "inventories" / "it.yml").write_text(declared)

    code, out, _ = type_("restart-iis", "--env", "it", "--json", "--plan")

    assert code == 3
    assert [host["status"] for host in json.loads(out)["hosts"].values()] == ["unreachable", "unreachable"]
