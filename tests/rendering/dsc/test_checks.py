"""What is wrong with a document is found before a host sees it, with its line."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iisfleet.rendering.dsc import check_document, read_document
from iisfleet.rendering.dsc.reader import DocumentError

TEMPLATE = Path("baseline.ps1.j2")
FRAME = """Configuration Test {{
    Import-DscResource -ModuleName PSDesiredStateConfiguration
    Node 'localhost' {{
{body}
    }}
}}
"""
FEATURE = "WindowsFeature A {{ {} }}"


def problems_of(body: str) -> list[str]:
    """As 'line: key: sentence', lines counted from the first resource."""
    return found_in(FRAME.format(body=body), 3)


def found_in(text: str, before: int = 0) -> list[str]:
    lines = {number: number - before for number in range(1, text.count("\n") + 2)}
    found = check_document(text, TEMPLATE, lines)
    assert all(problem.file == TEMPLATE for problem in found)
    return [
        f"{problem.line}: {problem.key or ''}: {problem.sentence.partition(' (line')[0]}"
        + (f" / {problem.hint}" if problem.hint else "")
        for problem in found
    ]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (
            "WindowsFeatur A { Name = 'x' }",
            "1: [WindowsFeatur]A: WindowsFeatur is not a resource that documents use / did you mean 'WindowsFeature'?",
        ),
        ("Log A { Message = 'x' }", "1: [Log]A: Log is not a resource that documents use / known: Archive, "),
        (
            "WindowsFeature A {\nNam = 'x'\nName = 'y' }",
            "2: [WindowsFeature]A.Nam: WindowsFeature has no property Nam / did you mean 'Name'?",
        ),
        ("WindowsFeature A { Ensure = 'Present' }", "1: [WindowsFeature]A: lacks Name, which WindowsFeature needs"),
        ("Registry A { Key = 'HKLM:\\\\A' }", "1: [Registry]A: lacks ValueName, which Registry needs"),
        ("WindowsOptionalFeature A { Name = 'x' }", "1: [WindowsOptionalFeature]A: lacks Ensure, which"),
        ("WindowsFeature A { Name = $true }", "1: [WindowsFeature]A.Name: expects string, found $true"),
        ("WindowsFeature A { Name = 5 }", "1: [WindowsFeature]A.Name: expects string, found 5"),
        ("WindowsFeature A { Name = @('x') }", "1: [WindowsFeature]A.Name: expects string, found an array"),
        ("File A { DestinationPath = 'C:\\\\a'\nForce = 'true' }", "2: [File]A.Force: expects bool, found 'true'"),
        (
            "WindowsFeature A { Name = 'x'\nEnsure = 'Enable' }",
            "2: [WindowsFeature]A.Ensure: must be Present or Absent, found 'Enable'",
        ),
        ("WindowsFeature A { Name = 'x'\nname = 'y' }", "2: [WindowsFeature]A.name: stands twice"),
        ("WindowsFeature A { Name = 'x'\nDisplayName = 'y' }", "2: [WindowsFeature]A.DisplayName: can only be read"),
        (
            "File A { DestinationPath = $Secrets['x'] }",
            "1: [File]A.DestinationPath: is no plain value: Windows keeps a document in clear text",
        ),
        ("File A { DestinationPath = 'a'\nCredential = 'x' }", "2: [File]A.Credential: is no plain value"),
        (
            "WindowsFeature A { Name = 'x' }\nWindowsFeature a { Name = 'y' }",
            "2: [WindowsFeature]a: has the name of the resource in line 4",
        ),
        (
            "WindowsFeature A { Name = 'x' }\nWindowsFeature B { Name = 'X' }",
            "2: [WindowsFeature]B: is about the same Name as [WindowsFeature]A",
        ),
        (
            "WindowsFeature A { Name = 'x'\nDependsOn = '[WindowsFeature]B' }",
            "1: [WindowsFeature]A: depends on [WindowsFeature]B, which is not there / did you mean",
        ),
        (
            "WindowsFeature A { Name = 'x'\nDependsOn = @('[WindowsFeature]A') }",
            "1: [WindowsFeature]A: depends on itself: [WindowsFeature]A -> [WindowsFeature]A",
        ),
        ("WindowsFeature 'a/b' { Name = 'x' }", "1: [WindowsFeature]a/b: no resource can be called 'a/b'"),
        (
            "WindowsFeature A { Name = 'x' }\nWindowsOptionalFeature B { Name = 'y'; Ensure = 'Enable' }",
            "2: [WindowsOptionalFeature]B: works on desktop Windows only, and [WindowsFeature]A on server",
        ),
        (
            "Service A { Name = 'x'\nStartupType = 'Disabled' }",
            "1: [Service]A: is Running with StartupType Disabled, which Windows refuses",
        ),
        (
            "Registry A { Key = 'k'; ValueName = 'n'; ValueType = 'Dword'; ValueData = @('2147483648') }",
            "1: [Registry]A: is no decimal dword up to 2147483647",
        ),
        (
            "Registry A { Key = 'k'; ValueName = 'n'; ValueType = 'Binary'; ValueData = @('00ff') }",
            "1: [Registry]A: begins with 00",
        ),
        (
            "Registry A { Key = 'HKEY_LOCAL_MACHINE\\K\\host:443'; ValueName = 'n'; ValueData = @('a') }",
            "1: [Registry]A: has a colon in its key",
        ),
        (
            "Registry A { Key = 'k'; ValueName = 'n'; ValueData = @('a', 'b') }",
            "1: [Registry]A: has several values, which only a MultiString may have",
        ),
        ('WindowsFeature A { Name = "x" }', "1: : the document does not go on here: '\"x\" }'"),
        ("WindowsFeature A { Name = 'x' Ensure = 'Present' }", "1: : the document expects a new line after a property"),
        ("WindowsFeature A { Name = }", "1: : the document expects a value: "),
        ("WindowsFeature A { Name = (Get-Date) }", "1: : the document expects a value: "),
        ("WindowsFeature { Name = 'x' }", "1: : the document expects the name of this WindowsFeature"),
        ("WindowsFeature A { Name = 'x'", "4: : the document expects }, found the end of the document"),
        ("} }", "2: : the document expects the end: nothing stands after the configuration"),
    ],
)
def test_each_fault_has_its_sentence_and_its_line(body: str, problem: str) -> None:
    found = problems_of(body)

    assert len(found) == 1, found
    assert found[0].startswith(problem), found


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("Configuration Test", "Configuration 1x", "no configuration can be called '1x'"),
        ("PSDesired", "PSOther", "imports PSOtherStateConfiguration"),
        ("'localhost'", "'web01'", "is for the node 'web01'"),
        ("Configuration Test {", "Configuration Test { param($x)", "the document expects Import-DscResource"),
        ("Import-DscResource", "# Import-DscResource", "the document expects Import-DscResource"),
    ],
)
def test_the_frame_is_judged_too(old: str, new: str, sentence: str) -> None:
    (found,) = found_in(FRAME.format(body="").replace(old, new))

    assert found.partition(": : ")[2].startswith(sentence)


def test_a_longer_cycle_is_named_in_the_order_of_dependence() -> None:
    resources = "\n".join(
        f"WindowsFeature {one} {{ Name = '{one}'; DependsOn = '[WindowsFeature]{other}' }}"
        for one, other in ("AB", "BC", "CA")
    )

    (problem,) = problems_of(resources)

    order = [name[-1] for name in problem.partition("depends on itself: ")[2].split(" -> ")]
    assert order[0] == order[-1]
    assert all(after == {"A": "B", "B": "C", "C": "A"}[one] for one, after in pairwise(order))


def test_a_document_may_hold_what_windows_accepts() -> None:
    assert (
        problems_of(
            "# a comment\n"
            "WindowsFeature A { Name = 'it''s'; Ensure = 'present' }  # another\n\n"
            "File 'the folder' {\n  DestinationPath = 'C:\\\\a'\n\n  Attributes = @('Hidden', 'System')\n"
            "  DependsOn = @('[WindowsFeature]a')\n}\n"
            "Registry R { Key = 'k'; ValueName = ''; ValueType = 'Qword'; ValueData = 'ffff'; Hex = $TRUE }\n"
        )
        == []
    )


@given(st.text(alphabet="{}()@'\u2019\",=;# \n$aA1-[]", max_size=60))
def test_any_text_is_a_document_or_an_error_with_a_line(text: str) -> None:
    for whole in (text, FRAME.format(body="X").replace("X", text)):
        error = error_of(whole)
        assert error is None or (1 <= error.line <= whole.count("\n") + 1 and error.sentence)


def error_of(text: str) -> DocumentError | None:
    try:
        read_document(text)
    except DocumentError as error:
        return error
    return None
