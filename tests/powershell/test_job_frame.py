"""The frame of a job on the engine: what it does in each state of its record."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from psrpcore.types import PSInvocationState

from iisfleet.results import NotAResult, StepResult, parse_step_line
from tests.powershell.harness import Host, Hosts
from tests.powershell.job_frames import FOLDER, FRAMES, Frame


@pytest.fixture(scope="module")
def host(pwsh: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    assert pwsh
    hosts = Hosts(tmp_path_factory.mktemp("frames"))
    yield hosts._make("pwsh", "ready")
    hosts.close()


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_the_frame_heeds_the_record(host: Host, frame: Frame) -> None:
    host.machine.reset()
    frame.prepare(host.machine)

    answer = host.client.run(frame.text)

    assert (answer.state, answer.errors, answer.output) == (PSInvocationState.Completed, [], [])
    folder = host.machine.path(FOLDER)
    if frame.becomes is not None:
        state = json.loads((folder / "state.json").read_text("utf-8"))
        assert {name: state[name] for name in frame.becomes} == frame.becomes
    assert steps(folder / "output.jsonl") == list(frame.tells)
    assert [task["path"] for task in host.machine.tasks.all()] == [r"\iisfleet\job-r1"] * frame.keeps_task
    assert frame.tells == () or not (folder / "secrets.json").exists()
    assert not frame.unlocks or host.machine.differs({"lock": None}) == []
    assert "hunter2" not in "".join(file.read_text("utf-8") for file in folder.iterdir())


def steps(output: Path) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in output.read_text("utf-8").splitlines() if output.exists() else []:
        try:
            result = parse_step_line(line)
        except NotAResult:
            continue
        if isinstance(result, StepResult):
            found.append((result.step, result.status))
    return found
