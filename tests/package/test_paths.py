import pytest
from hypothesis import given
from hypothesis import strategies as st

from iisfleet.package import FileEntry, Manifest, check_paths
from iisfleet.package.paths import MAX_PATH, why_unsafe


def manifest(*paths: str) -> Manifest:
    return Manifest(tuple(FileEntry(path, 0, "0" * 64) for path in paths))


@pytest.mark.parametrize(
    "path",
    [
        "CON", "wwwroot/nul", "com1.txt", "LPT9.tar.gz", "COM¹", "conin$", "a/Aux/b", "NUL .txt",
        "name.", "folder /x", "a:b", "a?", "a*b", 'a"b', "a|b", "<a>", "a\\b",
    ],
)  # fmt: skip
def test_names_that_windows_cannot_hold(path: str) -> None:
    findings = check_paths(manifest(path))

    assert [(finding.code, finding.severity, finding.file) for finding in findings] == [("path-name", "error", path)]


@pytest.mark.parametrize(
    "path", ["console.dll", "com10.txt", "nul-value.js", "a b/c d.css", ".well-known/x", "ünï.txt", "com"]
)
def test_names_that_only_look_dangerous(path: str) -> None:
    assert check_paths(manifest(path)) == ()


@pytest.mark.parametrize(
    "paths", [("a.txt", "A.TXT"), ("wwwroot/Ä.css", "wwwroot/ä.css"), ("logs", "Logs/a.txt"), ("a/b/c", "A/B")]
)
def test_names_that_are_one_for_windows(paths: tuple[str, ...]) -> None:
    assert {finding.code for finding in check_paths(manifest(*paths))} == {"path-clash"}


@pytest.mark.parametrize(
    ("paths", "clashing"),
    [
        (("wwwroot/LIB/y.js", "wwwroot/lib/x.js"), ["wwwroot/lib"]),
        (("A/b/c", "a/b/d", "a/b/e/f", "A/b/e/g"), ["a"]),
        (("x/LIB/1", "x/Lib/2", "x/lib/3"), ["x/Lib", "x/lib"]),
        (("x/Lib/1", "y/lib/2", "lib/3"), []),
    ],
)
def test_a_folder_that_is_spelled_two_ways_is_told_once(paths: tuple[str, ...], clashing: list[str]) -> None:
    assert [(found.code, found.file) for found in check_paths(manifest(*paths))] == [
        ("path-clash", path) for path in clashing
    ]


def test_a_sharp_s_is_not_two() -> None:
    assert check_paths(manifest("straße", "STRASSE")) == ()


@given(st.integers(0, 300), st.integers(1, 300))
def test_the_prefix_counts_for_the_length(prefix: int, length: int) -> None:
    found = [finding.code for finding in check_paths(manifest("a" * length), prefix)]

    assert found == (["path-length"] if prefix + length > MAX_PATH else [])


def test_characters_beyond_the_basic_plane_count_twice() -> None:
    assert check_paths(manifest("\U0001f600" * 120)) == ()
    assert [finding.code for finding in check_paths(manifest("\U0001f600" * 121))] == ["path-length"]


@pytest.mark.parametrize(
    "path", ["/etc/x", "C:/x", "c:x", "../x", "a/../../x", "a//b", "./a", "a/.", "", "a\tb", "a\x00", "\udcff"]
)
def test_paths_that_must_not_be_read(path: str) -> None:
    assert why_unsafe(path)


@given(st.text(max_size=30))
def test_a_safe_path_stays_below_its_folder(path: str) -> None:
    if why_unsafe(path) is None:
        assert not path.startswith("/")
        assert not {"", ".", ".."} & set(path.split("/"))
        assert Manifest.parse(manifest(path).text) == manifest(path)
