"""What a run leaves behind, and what a later run concludes from it."""

import hashlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from iisfleet.events import (
    ContentSent,
    Event,
    HostFinished,
    HostStarted,
    RunFinished,
    RunStarted,
    ScriptStarted,
    StepFinished,
    event_fields,
    event_name,
)
from iisfleet.inventory import Secret
from iisfleet.reporting.document import run_document
from iisfleet.reporting.record import RunRecord, is_dead
from iisfleet.reporting.redaction import redactor
from iisfleet.results import Change, StepFailure, StepResult

CANARY = 'ca"na\\ry\n\u2019 42'
TEXT = f"'{CANARY}'\n"
EVENTS: list[Event] = [
    RunStarted(0.0, "r1", "deploy", "lab", ("web01",), "me@pc", {"iisfleet": "1"}),
    HostStarted(0.1, "web01"),
    ScriptStarted(0.2, "web01", "deploy/updating", hashlib.sha256(b"x").hexdigest(), False, TEXT),
    ContentSent(0.3, "web01", 1, 2),
    StepFinished(0.4, "web01", StepResult("A", "updating", "changed", changes=(Change("p", [CANARY], None),))),
    HostFinished(
        0.5, "web01", "failed", failure=StepFailure(f"no {CANARY}", found=CANARY), data={CANARY: [{"deep": (CANARY,)}]},
    ),
    RunFinished(0.6, 2),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    record = RunRecord(tmp_path / "r1", redactor([Secret.of(CANARY)]))
    for event in EVENTS:
        record(event)
    record.close()
    return tmp_path / "r1"


def test_every_event_is_a_line_of_json(folder: Path) -> None:
    lines = [json.loads(line) for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()]

    assert [line["event"] for line in lines] == [
        "run_started", "host_started", "script_started", "content_sent", "step_finished", "host_finished",
        "run_finished",
    ]  # fmt: skip
    assert [line["at"] for line in lines] == [event.at for event in EVENTS]
    assert all(line["timestamp"].endswith("Z") for line in lines)
    assert lines[4]["result"]["changes"] == [{"path": "p", "before": ["***"], "after": None}]
    assert lines[6]["exit_code"] == 2


def test_events_are_there_before_the_run_ends(tmp_path: Path) -> None:
    record = RunRecord(tmp_path, lambda item: item)
    record(EVENTS[0])

    assert "run_started" in (tmp_path / "events.jsonl").read_text()
    record.close()


def test_scripts_are_kept_under_their_hash(folder: Path) -> None:
    (script,) = (folder / "scripts").iterdir()

    assert script.stem == hashlib.sha256(b"x").hexdigest()
    assert "'***'" in script.read_text()
    assert "text" not in event_fields(EVENTS[2])


def test_no_secret_anywhere_however_deep(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            text = file.read_text(encoding="utf-8")
            assert CANARY not in text
            assert json.dumps(CANARY)[1:-1] not in text, file.name


@pytest.mark.parametrize(
    ("item", "masked"),
    [
        ("a hunter2 b hunter2", "a *** b ***"),
        ({"hunter2": {"x": ["hunter2", ("hunter2", 1)]}}, {"***": {"x": ["***", ["***", 1]]}}),
        (5, 5),
        (None, None),
        (["hunter23"], ["***"]),
        ("ab", "ab"),
    ],
)
def test_redaction(item: Any, masked: Any) -> None:
    redact = redactor([Secret.of("hunter2"), Secret.of("hunter23"), Secret.of("ab"), Secret.of("hunter2")])

    assert redact(item) == masked


@pytest.mark.parametrize("secret", [CANARY, 'S3cr"et\\Key', "it's", "two\r\nlines", "Stra\u00dfe 7"])
@pytest.mark.parametrize(
    "quoted",
    [
        json.dumps,
        lambda text: json.dumps(text, ensure_ascii=False),
        lambda text: repr(ValueError(text)),
        lambda text: "\r\n".join(text.splitlines()),
        lambda text: "\n".join(text.splitlines()),
    ],
    ids=["JSON", "JSON with letters", "exception", "lines of Windows", "lines of Linux"],
)
def test_a_secret_is_known_however_it_is_quoted(quoted: Callable[[str], str], secret: str) -> None:
    told = redactor([Secret.of(secret)])(f"refused: {quoted(secret)}!")

    assert "***" in told
    assert not any(part in told for part in secret.splitlines())
    assert quoted(secret) not in told


def test_the_document_of_a_run() -> None:
    finished = EVENTS[5]
    assert isinstance(finished, HostFinished)

    document = json.loads(json.dumps(run_document("r1", "deploy", "lab", 2, [finished])))

    assert {key: document[key] for key in ("run", "task", "environment", "exit_code")} == {
        "run": "r1", "task": "deploy", "environment": "lab", "exit_code": 2,
    }  # fmt: skip
    assert set(document["hosts"]["web01"]) == {
        "status", "changes", "failure", "step", "reverted", "warnings", "content_bytes", "requests", "data", "seconds",
        "why",
    }  # fmt: skip
    assert document["hosts"]["web01"]["failure"]["kind"] is None


def test_names_of_events() -> None:
    assert event_name(EVENTS[5]) == "host_finished"


# --- is the run dead? ------------------------------------------------------------------------------------------------

ME = psutil.Process()
PARENT = psutil.Process(os.getppid())


@pytest.fixture(scope="module")
def gone() -> int:
    """The id of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def controlled(folder: Path, text: str) -> bool:
    (folder / "r0").mkdir()
    (folder / "r0" / "run.json").write_text(text, encoding="utf-8")
    return is_dead(folder, "r0")


def by(process: int, started: float, machine: str | None = None) -> str:
    return json.dumps({"machine": machine or socket.gethostname(), "process": process, "started": started})


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        (by(ME.pid, ME.create_time()), False),
        (by(PARENT.pid, PARENT.create_time()), False),
        (by(PARENT.pid, PARENT.create_time() - 3600), True),  # the id was given out again
        (by(PARENT.pid, PARENT.create_time() - 3600, "elsewhere"), False),
        ("", False),
        ("[]", False),
        ("{}", False),
        ('{"machine": 1, "process": "x", "started": null}', False),
    ],
    ids=("me", "my parent", "another with that id", "elsewhere", "empty", "a list", "nothing", "nonsense"),
)
def test_who_is_dead(tmp_path: Path, text: str, dead: bool) -> None:
    assert controlled(tmp_path, text) is dead


def test_a_process_that_has_ended_is_dead_here_and_nowhere_else(tmp_path: Path, gone: int) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()

    assert controlled(tmp_path / "here", by(gone, 1.0))
    assert not controlled(tmp_path / "there", by(gone, 1.0, "elsewhere"))


def test_a_run_without_a_record_is_not_dead(tmp_path: Path) -> None:
    assert not is_dead(tmp_path, "r0")


def test_the_run_that_writes_the_record_is_alive(tmp_path: Path) -> None:
    record = RunRecord(tmp_path / "r1", lambda item: item)
    record.close()

    assert not is_dead(tmp_path, "r1")
