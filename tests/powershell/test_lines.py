"""The case files run every statement of scripts/, but for those in not-run.yml, listed by reason, file and first line.

scripts/seam is left out as a whole: the lab replaces it.
"""

from pathlib import Path

import pytest
import yaml

from iisfleet import resources
from tests.powershell.cases import load_cases
from tests.powershell.harness import Hosts
from tests.powershell.job_frames import FRAMES
from tests.powershell.lines import READ, START, statements, write_counting_copies
from tests.powershell.qa.facts import analyse

LISTED = Path(__file__).with_name("not-run.yml")


@pytest.mark.timeout(400)  # all cases, on the engine, in one process: a counter in each worker could not be added up
@pytest.mark.thorough
def test_every_statement_runs_or_has_a_reason(pwsh: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = resources.scripts()
    all_of_them = statements(analyse(pwsh, source), source)
    write_counting_copies(all_of_them, source, tmp_path / "scripts")
    monkeypatch.setenv("IISFLEET_SCRIPTS", str(tmp_path / "scripts"))

    ran = run_all_cases(tmp_path / "hosts")

    listed = yaml.safe_load(LISTED.read_text("utf-8"))
    missed = {(s.file, s.text) for s in all_of_them if s.key not in ran and not s.file.startswith("seam/")}
    reasons = {(f, text) for files in listed.values() for f, texts in files.items() for text in texts}
    assert not missed - reasons, "no case runs:\n" + "\n".join(f"{f}: {t}" for f, t in sorted(missed - reasons))
    gone = reasons - {(s.file, s.text) for s in all_of_them}  # what a race decides may run now and then
    assert not gone, "is not in scripts/ any more:\n" + "\n".join(f"{f}: {t}" for f, t in sorted(gone))


def run_all_cases(folder: Path) -> set[str]:
    """The statements that ran, on whatever profile. Whether a case holds is for test_cases.py to say."""
    folder.mkdir()
    hosts = Hosts(folder, on_open=START)
    try:
        for case in load_cases():
            host = hosts.prepared("pwsh", case)
            host.run(case.steps, case, what_if=True)
            host.run(case.steps, case)
            host.run(case.steps, case)
        for frame in FRAMES:  # what runs in the process of a job
            frame.prepare(host.machine)
            host.client.run(frame.text)
        return {str(key) for host in hosts.opened for key in host.client.run(READ).output}
    finally:
        hosts.close()
