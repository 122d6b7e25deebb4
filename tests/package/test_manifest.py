import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iisfleet.package import FileEntry, Manifest
from iisfleet.package.paths import why_unsafe

_NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="/\x7f"), min_size=1, max_size=8)
_PATHS = st.lists(_NAMES, min_size=1, max_size=3).map("/".join).filter(lambda path: why_unsafe(path) is None)
_ENTRIES = st.builds(
    FileEntry,
    _PATHS,
    st.integers(0, 2**40),
    st.binary(max_size=2).map(lambda data: hashlib.sha256(data).hexdigest()),
)
manifests = st.lists(_ENTRIES, unique_by=lambda entry: entry.path, max_size=8).map(tuple).map(Manifest)


@given(manifests)
def test_the_text_of_a_manifest_parses_to_the_same_manifest(manifest: Manifest) -> None:
    assert Manifest.parse(manifest.text) == manifest
    assert Manifest.parse(manifest.text).sha256 == manifest.sha256


@given(manifests, manifests)
def test_a_difference_turns_the_base_into_the_new_manifest(base: Manifest, new: Manifest) -> None:
    difference = new.difference(base)

    gone = {entry.path for entry in (*difference.removed, *difference.changed)}
    kept = tuple(entry for entry in base if entry.path not in gone)

    assert Manifest((*kept, *difference.to_send)) == new
    assert bool(difference) == (base.sha256 != new.sha256)


@given(manifests, manifests)
def test_the_way_back_removes_what_the_way_there_added(one: Manifest, other: Manifest) -> None:
    there, back = other.difference(one), one.difference(other)

    assert there.added == back.removed
    assert [entry.path for entry in there.changed] == [entry.path for entry in back.changed]


def test_the_order_is_that_of_utf16_code_units() -> None:
    # U+1F600 is D83D DE00 in UTF-16: before U+FF5E, though its code point is higher.
    files = tuple(FileEntry(path, 0, "0" * 64) for path in ("\uff5e", "\U0001f600", "a/b", "a.b", "B"))

    assert [entry.path for entry in Manifest(files)] == ["B", "a.b", "a/b", "\U0001f600", "\uff5e"]


def test_the_text_is_what_the_host_writes() -> None:
    manifest = Manifest((FileEntry("wwwroot/a b.css", 3, "a" * 64), FileEntry("App.dll", 10, "b" * 64)))

    assert manifest.text == f"App.dll\t10\t{'b' * 64}\nwwwroot/a b.css\t3\t{'a' * 64}\n"
    assert manifest.sha256 == hashlib.sha256(manifest.text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"a\t1\t{'0' * 64}", "line feed"),
        (f"a\t1\t{'0' * 63}\n", "line 1"),
        (f"a\t1\t{'A' * 64}\n", "line 1"),
        (f"a\t01\t{'0' * 64}\n", "line 1"),
        (f"a\t1\t{'0' * 64}\r\n", "line 1"),
        (f"b\t1\t{'0' * 64}\na\t1\t{'0' * 64}\n", "order"),
        (f"a\t1\t{'0' * 64}\na\t2\t{'0' * 64}\n", "twice"),
    ],
)
def test_a_text_that_is_no_manifest_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Manifest.parse(text)
