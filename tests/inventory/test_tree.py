"""YAML to located nodes, and everything that is not YAML to a problem with its line."""

from pathlib import Path

import pytest

from iisfleet.errors import ConfigError, Problem
from iisfleet.inventory.secret import Secret
from iisfleet.inventory.tree import load_tree, parse_tree, plain

FILE = Path("x.yml")


def problems(text: str) -> list[Problem]:
    with pytest.raises(ConfigError) as caught:
        parse_tree(text, FILE)
    return list(caught.value.problems)


def test_values_know_their_line_and_path() -> None:
    tree = parse_tree("a:\n  b:\n    - 1\n    - c: x\n", FILE)

    node = tree.mapping()["a"].mapping()["b"].items()[1].mapping()["c"]

    assert (node.value, node.line, node.key) == ("x", 4, "a.b[1].c")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x: 13:00", "13:00"),
        ("x: 2026-01-01", "2026-01-01"),
        ("x: yes", "yes"),
        ("x: 0700", "0700"),
        ("x: 80", 80),
        ("x: -1.5", -1.5),
        ("x: true", True),
        ("x: 'true'", "true"),
        ("x: '80'", "80"),
        ("x: !!str 80", "80"),
        ("x: 1_000", "1_000"),
        ("x: ''", ""),
    ],
)
def test_plain_scalars_follow_yaml_1_2(text: str, value: object) -> None:
    found = plain(parse_tree(text, FILE))["x"]

    assert found == value
    assert type(found) is type(value)


def test_keys_are_text_as_written() -> None:
    assert plain(parse_tree("NO: a\n80: b\n", FILE)) == {"NO": "a", "80": "b"}


def test_null_counts_as_not_written() -> None:
    assert plain(parse_tree("a: {b: ~, c: 1}\nd:\n", FILE)) == {"a": {"c": 1}}


def test_an_alias_stands_where_its_anchor_stands() -> None:
    tree = parse_tree("a: &x {p: 1}\nb: *x\n", FILE)

    assert tree.mapping()["b"].mapping()["p"].line == 1
    assert plain(tree) == {"a": {"p": 1}, "b": {"p": 1}}


def test_a_secret_knows_where_it_stands() -> None:
    secret = parse_tree("a:\n  password: !secret env:X\n", FILE).mapping()["a"].mapping()["password"].value

    assert isinstance(secret, Secret)
    assert (secret.reference, secret.line, secret.key) == ("env:X", 2, "a.password")


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("", None, "is empty"),
        ("# only a comment\n", None, "is empty"),
        ("a: 1\n\tb: 2\n", 2, "is not YAML"),
        ("a:\n  b: [1, 2\n", 3, "is not YAML"),
        ("a: 'open\n", 2, "is not YAML"),
        ("a: 1\na: 2\n", 2, "'a' is said twice (first in line 1)"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: \x01\n", 1, "character that YAML does not allow"),
        ("a: *nothing\n", 1, "is not YAML|anchor 'nothing'"),
        ("a: &x [*x]\n", 1, "anchor 'x'"),
        ("a: !!python/object/apply:os.system [x]\n", 1, "unknown tag"),
        ("a: !vault x\n", 1, "unknown tag !vault"),
        ("a: !secret {b: c}\n", 1, "a secret is one line of text"),
        ("a: !secret envv:X\n", 1, "is not a secret reference"),
        ("a: !secret 'env:'\n", 1, "is not a secret reference"),
        ("a: !secret keyring:x\n", 1, "is not a keyring reference"),
        ("? [a]\n: b\n", 1, "a key must be text"),
        ("a: {x: 1}\nb:\n  <<: {y: 1}\n", 3, "'<<' cannot be a key"),
        ("a: " + "[" * 50 + "]" * 50, 1, "levels deep"),
        ("a: " + "[" * 50000, 1, "levels deep|is not YAML"),
    ],
)
def test_what_cannot_be_used_is_one_problem_with_its_line(text: str, line: int | None, part: str) -> None:
    found = problems(text)

    assert len(found) == 1
    assert found[0].line == line
    assert any(piece in found[0].sentence for piece in part.split("|"))


def test_a_tab_gets_its_hint() -> None:
    assert problems("a:\n\tb: 1\n")[0].hint == "indent with spaces, never with tabs"


def test_a_misspelt_scheme_gets_the_nearest() -> None:
    assert problems("a: !secret keyrng:x/y\n")[0].hint == "did you mean 'keyring'?"


def test_an_exponential_file_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]

    assert "values when its aliases are written out" in problems("\n".join(lines))[0].sentence


def test_aliases_that_nest_too_deeply_are_refused() -> None:
    lines = ["a0: &a0 {x: 1}", *(f"a{n}: &a{n} {{x: *a{n - 1}}}" for n in range(1, 3000))]

    assert "levels deep" in problems("\n".join(lines))[0].sentence


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(b"a: 1\nb: \xff\xfe\n")

    with pytest.raises(ConfigError) as caught:
        load_tree(path)

    assert (caught.value.problems[0].line, caught.value.problems[0].sentence) == (2, "is not UTF-8 text")


def test_a_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")

    assert plain(load_tree(path)) == {"a": 1, "b": 2}


@pytest.mark.parametrize("name", ["missing.yml", "."])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_tree(tmp_path / name)
