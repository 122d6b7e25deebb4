"""Hosts that the cases share: a session on an engine costs a second and 111 MB, a reset of its machine nothing."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.powershell.harness")

from tests.powershell.harness import Hosts  # noqa: E402 - only now do its assertions explain themselves
from tests.powershell.lines import LINES, copies_in  # noqa: E402


@pytest.fixture(scope="session")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    """With ``IISFLEET_LINES`` each process notes in that folder which statements its cases have run."""
    notes = Path(os.environ[LINES]) if os.environ.get(LINES) else None
    opened = Hosts(tmp_path_factory.mktemp("hosts"), copies_in(notes) if notes else None)
    yield opened
    if notes:
        (notes / f"{uuid.uuid4()}.txt").write_text("\n".join(sorted(opened.ran)), encoding="utf-8")
    opened.close()
