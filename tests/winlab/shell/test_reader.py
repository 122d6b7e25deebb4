"""The reader takes the forms of rendered scripts, and nothing else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winlab.shell.reader import Phase, Step, read_script
from winlab.windows.errors import NotEmulated
from winlab.windows.literals import QUOTES, SecretName, parse_literal

TEXT = """# iisfleet 0.1, script deploy
[CmdletBinding(SupportsShouldProcess = $true)]
param([System.Collections.IDictionary] $Secrets = @{})
function Invoke-Phase {
    <#
    .EXAMPLE
    Invoke-Phase 'starting' { Invoke-Step 'Get-HostFact' @{ } }
    #>
    param([string] $Name)
}
$Reverting = {
    Invoke-Step 'Restore-IisState' @{ Run = 'r1' }
    Invoke-Step Unlock-Host @{ Run = 'r1' }
}
try {
Invoke-Phase 'starting' {
    # facts first
    Invoke-Step 'Get-HostFact' @{ Drives = @('C') }
}
Invoke-Phase 'publishing' {
    Invoke-Step 'Set-IisPool' @{
        Name = 'Shop'
        Environment = @{ 'A' = 'x'; 'B' = $Secrets['shop/B'] }  # both
        QueueLength = 1000; AutoStart = $true
        StartMode = $null
    }
    Invoke-Step 'Complete-IisChange'
}
if ($script:IisFleet.Failed) {
    Invoke-Phase 'reverting' $Reverting
}
}
finally { }
"""


def literal(value: Any) -> str:
    """What the renderer makes of a value, written a second time for the test."""
    if value is None or isinstance(value, bool):
        return {None: "$null", True: "$true", False: "$false"}[value]
    if isinstance(value, str):
        return "'" + "".join(c * 2 if c in QUOTES else c for c in value) + "'"
    if isinstance(value, list):
        return "@(" + ", ".join(map(literal, value)) + ")"
    if isinstance(value, dict):
        return "@{ " + "; ".join(f"{literal(k)} = {literal(v)}" for k, v in value.items()) + " }"
    return repr(value)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=4).filter(
            lambda d: len({key.lower() for key in d}) == len(d)
        )
    ),
    max_leaves=8,
)


def test_reads_the_phases_and_steps_of_a_script() -> None:
    reading = read_script(TEXT)

    pool = {
        "Name": "Shop",
        "Environment": {"A": "x", "B": SecretName("shop/B")},
        "QueueLength": 1000,
        "AutoStart": True,
        "StartMode": None,
    }
    assert reading.phases == (
        Phase("starting", (Step("Get-HostFact", {"Drives": ["C"]}),)),
        Phase("publishing", (Step("Set-IisPool", pool), Step("Complete-IisChange", {}))),
    )
    assert reading.reverting == (Step("Restore-IisState", {"Run": "r1"}), Step("Unlock-Host", {"Run": "r1"}))


@given(values)
def test_a_literal_is_read_back(value: Any) -> None:
    assert parse_literal(literal(value)) == value


@given(st.text(alphabet=[*QUOTES, "a", "{", "}", "@", "$", "#", "\n", " "], max_size=30))
def test_a_string_hides_whatever_is_in_it(text: str) -> None:
    reading = read_script(f"Invoke-Phase 'starting' {{\n    Invoke-Step 'X' @{{ A = {literal(text)} }}\n}}\n")

    assert reading.phases[0].steps == (Step("X", {"A": text}),)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("$x", "a literal"),
        ("'a' + 'b'", "the end"),
        ('"text"', "a literal"),
        ("@('a',)", "a literal"),
        ("@('a' 'b')", ","),
        ("@{ a = 1 b = 2 }", "; or }"),
        ("@{ a = 1; A = 2 }", "a key other than A"),
        ("[byte[]] @(1)", "a literal"),
        ("$(Get-Date)", "a literal"),
        ("$Secrets[$name]", "a quoted name"),
        ("1kb", "a literal"),
        ("'open", "a closing quote"),
    ],
)
def test_anything_else_is_refused(text: str, wanted: str) -> None:
    with pytest.raises(NotEmulated, match="expected") as caught:
        parse_literal(text)

    assert wanted in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        "    if ($x) { Invoke-Step 'A' @{ } }",
        "    Invoke-Step 'A' @{ } | Out-Null",
        "    Invoke-Step 'A' $parameters",
        "    Get-Process",
    ],
)
def test_a_phase_holds_only_steps(body: str) -> None:
    with pytest.raises(NotEmulated, match="line 2 of the script"):
        read_script(f"Invoke-Phase 'starting' {{\n{body}\n}}\n")


def test_a_script_without_phases_is_refused() -> None:
    with pytest.raises(NotEmulated, match="without Invoke-Phase"):
        read_script("Get-Process | Stop-Process")
