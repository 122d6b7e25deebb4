"""Every case of every host function, on every shell."""

import pytest

from tests.powershell.cases import Case, load_cases
from tests.powershell.harness import Hosts, try_alike, try_case


@pytest.mark.parametrize("case", load_cases(), ids=str)
def test_case(case: Case, engine: str, hosts: Hosts) -> None:
    if case.only not in (None, engine):
        pytest.skip(f"only for {case.only}")
    result = try_case(hosts, engine, case)

    if engine == "pwsh" and case.only is None:
        try_alike(hosts, case, result)
