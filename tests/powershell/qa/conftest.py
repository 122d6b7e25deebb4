"""One run of the parser for all rules."""

from typing import Any

import pytest

from iisfleet import resources
from tests.powershell.qa.facts import analyse


@pytest.fixture(scope="session")
def facts(pwsh: str) -> list[dict[str, Any]]:
    """What the parser says of every file in scripts/."""
    return analyse(pwsh, resources.scripts())
