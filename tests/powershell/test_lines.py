"""The case files run every statement of scripts/, but for those in not-run.yml, listed by reason, file and first line.

scripts/seam is left out as a whole: the lab replaces it.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from iisfleet import resources
from tests.powershell.cases import Case, load_cases
from tests.powershell.harness import Hosts
from tests.powershell.job_frames import FRAMES
from tests.powershell.lines import LINES, copies_in, noted, statements, write_counting_copies
from tests.powershell.qa.facts import analyse

LISTED = Path(__file__).with_name("not-run.yml")


@pytest.mark.timeout(400)  # all cases, on the engine, in one process: unless test_cases.py has counted on the way
@pytest.mark.thorough
def test_every_statement_runs_or_has_a_reason(pwsh: str, tmp_path: Path) -> None:
    source = resources.scripts()
    all_of_them = statements(analyse(pwsh, source), source)
    notes = Path(os.environ[LINES]) if os.environ.get(LINES) else tmp_path
    if notes == tmp_path:
        write_counting_copies(all_of_them, source, copies_in(notes))

    ran = run_all(tmp_path / "hosts", copies_in(notes), [] if notes != tmp_path else load_cases()) | noted(notes)

    listed = yaml.safe_load(LISTED.read_text("utf-8"))
    missed = {(s.file, s.text) for s in all_of_them if s.key not in ran and not s.file.startswith("seam/")}
    reasons = {(f, text) for files in listed.values() for f, texts in files.items() for text in texts}
    assert not missed - reasons, "no case runs:\n" + "\n".join(f"{f}: {t}" for f, t in sorted(missed - reasons))
    gone = reasons - {(s.file, s.text) for s in all_of_them}  # what a race decides may run now and then
    assert not gone, "is not in scripts/ any more:\n" + "\n".join(f"{f}: {t}" for f, t in sorted(gone))


def run_all(folder: Path, counting: Path, cases: Sequence[Case]) -> set[str]:
    """The statements that run: of the cases, and of what runs in the process of a job.

    Whether a case holds is for test_cases.py to say.
    """
    folder.mkdir()
    hosts = Hosts(folder, counting)
    try:
        for case in cases:
            host = hosts.prepared("pwsh", case)
            host.run(case.steps, case, what_if=True)
            host.run(case.steps, case)
            host.run(case.steps, case)
        for frame in FRAMES:
            host = hosts.of_profile("pwsh", "ready")
            with host.counted():
                text = frame.text
            frame.prepare(host.machine)
            host.client.run(text)
        return hosts.ran
    finally:
        hosts.close()
