"""Hosts that the cases share: a session on an engine costs a second and 111 MB, a reset of its machine nothing."""

from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite("tests.powershell.harness")

from tests.powershell.harness import Hosts  # noqa: E402 - only now do its assertions explain themselves


@pytest.fixture(scope="session")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    opened = Hosts(tmp_path_factory.mktemp("hosts"))
    yield opened
    opened.close()
