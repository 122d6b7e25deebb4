"""Literals as text; what the engine makes of them is in test_engine.py."""

import enum
from pathlib import PureWindowsPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iisfleet.inventory import Secret
from iisfleet.rendering import SecretReference, to_literal
from iisfleet.rendering.literals import Raw, UnrenderableValue
from winlab.windows.literals import SecretName, parse_literal

QUOTES = "'\u2018\u2019\u201a\u201b"
texts = st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
scalars: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | texts
scalars |= st.floats(allow_nan=False, allow_infinity=False)
keys = st.text(alphabet=f'abcXYZ 0.-_$`"{QUOTES}\n;}}éЖ漢😀', max_size=6)


def containers(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    pairs = st.lists(st.tuples(keys, items), max_size=4, unique_by=lambda pair: pair[0].casefold())
    return st.lists(items, max_size=4) | pairs.map(dict)


values = st.recursive(scalars, containers, max_leaves=12)


class Mode(enum.Enum):
    ON = "On'Demand"


class Level(enum.IntEnum):
    HIGH = 3


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (None, "$null"),
        (True, "$true"),
        (False, "$false"),
        (0, "0"),
        (-5, "-5"),
        (2**63 - 1, "9223372036854775807"),
        (-(2**63), "[long]::MinValue"),
        (1.0, "1.0"),
        (-0.0, "-0.0"),
        (1e-07, "1e-07"),
        (1e16, "1e+16"),
        ("", "''"),
        ("O'Brien", "'O''Brien'"),
        (QUOTES, "'''\u2018\u2018\u2019\u2019\u201a\u201a\u201b\u201b'"),
        ('$HOME `n "x"', "'$HOME `n \"x\"'"),
        ("a\r\nb", "'a\r\nb'"),
        (PureWindowsPath("C:/a/b"), r"'C:\a\b'"),
        (Mode.ON, "'On''Demand'"),
        (Level.HIGH, "3"),
        ([], "@()"),
        ((1,), "@(1)"),
        ([1, "a"], "@(1, 'a')"),
        ((str(n) for n in range(2)), "@('0', '1')"),
        ([[1]], "@(,@(1))"),
        ([[]], "@(,@())"),
        ([[1], [2]], "@(@(1), @(2))"),
        ([{"a": [1]}], "@(@{ 'a' = @(1) })"),
        ({}, "@{ }"),
        ({"a": None, "b'": {"c": 1}}, "@{ 'a' = $null; 'b''' = @{ 'c' = 1 } }"),
        (Raw("$x"), "$x"),
        (SecretReference("a'b"), "$Secrets['a''b']"),
    ],
)
def test_literals(value: Any, literal: str) -> None:
    assert to_literal(value) == literal


def test_a_secret_is_a_look_up_and_never_its_value() -> None:
    assert to_literal([Secret.of("hunter2", name="pool/Shop/password")]) == "@($Secrets['pool/Shop/password'])"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("a\0b", "NUL"),
        ("\ud83d", "surrogate"),
        (2**63, "64 bits"),
        (-(2**63) - 1, "64 bits"),
        (float("nan"), "finite"),
        (float("-inf"), "finite"),
        ({1: 2}, "a key must be text, not int"),
        ({"Path": 1, "PATH": 2}, "'PATH' stands twice"),
        (object(), "no PowerShell literal for object"),
        ([{"a": [object()]}], "no PowerShell literal for object"),
    ],
)
def test_what_has_no_literal_is_refused(value: Any, said: str) -> None:
    with pytest.raises(UnrenderableValue, match=said):
        to_literal(value)


@given(values)
def test_the_lab_reads_what_is_written(value: Any) -> None:
    assert repr(parse_literal(to_literal(value))) == repr(value)


@given(texts)
def test_no_text_ends_its_quotes_early(text: str) -> None:
    literal = to_literal(text)
    inner = literal[1:-1]

    for quote in QUOTES:
        inner = inner.replace(quote * 2, "")
    assert (literal[0], literal[-1]) == ("'", "'")
    assert not set(QUOTES) & set(inner)


@given(texts)
def test_a_secret_name_is_quoted_too(name: str) -> None:
    assert parse_literal(to_literal(SecretReference(name))) == SecretName(name)
