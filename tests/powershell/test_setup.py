"""One declaration, two ways: what DSC makes of a host and what the steps make of it are the same host."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import pytest

from iisfleet.inventory import Setup
from iisfleet.rendering.dsc import CONFIGURATION, Baseline, Windows, baseline_of
from tests.declared import declared
from tests.outside import apart, without_bookkeeping
from tests.powershell.cases import Case, Step
from tests.powershell.harness import Hosts

PROFILES: Mapping[Windows, str] = {"server": "bare", "core": "bare-core", "desktop": "desktop"}
SETUP = Setup.model_validate(
    {
        "features": ["Web-Mgmt-Console", "Web-Windows-Auth", "Web-AppInit"],
        "folders": [r"C:\logs\shop"],
        "registry": [
            {"key": r"HKLM\SOFTWARE\Shop", "name": "Mode", "kind": "Dword", "value": 2**32 - 1},
            {"key": r"HKLM\SOFTWARE\Shop", "name": "Sinks", "kind": "MultiString", "value": ["a", "b"]},
        ],
        "services": {"W3SVC": {"startup": "Automatic"}, "Dnscache": {"startup": "Manual", "state": "Stopped"}},
    }
)


def baseline(windows: Windows) -> Baseline:
    return baseline_of(declared("simple").model_copy(update={"setup": SETUP}), windows)


@pytest.mark.parametrize("windows", get_args(Windows))
def test_dsc_and_steps_make_the_same_host(hosts: Hosts, engine: str, windows: Windows) -> None:
    wanted = baseline(windows)
    document = {"Document": wanted.document, "Configuration": CONFIGURATION, "Resources": wanted.resources}

    by_dsc = _applied(hosts, engine, windows, [("Set-DscBaseline", document)])
    by_steps = _applied(hosts, engine, windows, wanted.steps)

    assert list(apart(by_dsc, by_steps)) == []


def _applied(hosts: Hosts, engine: str, windows: Windows, steps: Sequence[Step]) -> dict[str, Any]:
    """The host afterwards, from outside; a second time nothing is left to do."""
    host = hosts.prepared(engine, Case("setup", "both", "both", given={"profile": PROFILES[windows]}))
    first = host.run(steps, Case("setup", "both", "both"))
    again = host.run(steps, Case("setup", "both", "both"))
    assert [line.error for line in [*first, *again] if line.error] == []
    assert {line.status for line in again} == {"ok"}
    seen = host.machine.snapshot()
    return {**seen, "lcm": None, **{part: without_bookkeeping(seen[part]) for part in ("files", "acl")}}
