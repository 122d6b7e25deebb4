"""Archives are made once, manifests remembered, and the cache believed only if its hash is right."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from iisfleet.package import FileEntry, Manifest, Package
from iisfleet.rollout import workshop as module
from iisfleet.rollout.instructions import Pack, Parcel
from iisfleet.rollout.workshop import Workshop
from tests.declared import declared, packages_for

PACKAGE = packages_for(declared("simple"))["Hello"]
FIRST, *REST = PACKAGE.manifest.files
BASE = Manifest((*REST, FileEntry("old.txt", 3, "d" * 64), FileEntry(FIRST.path, 1, "e" * 64)))


Open = Callable[[], Workshop]


@pytest.fixture
def open_workshop(tmp_path: Path) -> Iterator[Open]:
    """Workshops, one run after another, with one cache."""
    opened: list[Workshop] = []

    def build() -> Workshop:
        opened.append(Workshop(tmp_path))
        return opened[-1]

    yield build
    for each in opened:
        each.close()


def spoil_cache(folder: Path, content: bytes) -> None:
    for file in (folder / "manifests").iterdir():
        file.write_bytes(content)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the archives that were written."""
    names: list[str] = []
    write = module.write_archive

    def counting(package: Package, entries: list[FileEntry], target: Path) -> object:
        names.append(target.name)
        return write(package, entries, target)

    monkeypatch.setattr(module, "write_archive", counting)
    return names


def test_everything_for_a_host_that_has_nothing(open_workshop: Open, tmp_path: Path) -> None:
    workshop = open_workshop()

    parcel = workshop.pack(Pack(PACKAGE, None))

    assert parcel is not None
    assert (parcel.added, parcel.changed, parcel.removed) == (len(PACKAGE.manifest), 0, ())
    assert parcel.path
    assert parcel.path.stat().st_size == parcel.size
    workshop.close()
    assert not parcel.path.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["manifests"]


def test_only_the_difference_for_a_host_that_has_a_base(open_workshop: Open) -> None:
    parcel = open_workshop().pack(Pack(PACKAGE, BASE.sha256, BASE))

    assert parcel is not None
    assert (parcel.added, parcel.changed, parcel.removed) == (0, 1, ("old.txt",))


def test_an_unknown_base_is_told_and_then_remembered(open_workshop: Open) -> None:
    first = open_workshop()

    assert first.pack(Pack(PACKAGE, BASE.sha256)) is None
    assert first.pack(Pack(PACKAGE, BASE.sha256, BASE)) is not None
    assert open_workshop().pack(Pack(PACKAGE, BASE.sha256)) is not None


@pytest.mark.parametrize("spoil", [b"", b"nonsense", b"\xff\xfe\x00", b"other\t1\t" + b"a" * 64 + b"\n"])
def test_a_spoilt_cache_is_as_good_as_none(open_workshop: Open, tmp_path: Path, spoil: bytes) -> None:
    open_workshop().pack(Pack(PACKAGE, BASE.sha256, BASE))
    spoil_cache(tmp_path, spoil)

    assert open_workshop().pack(Pack(PACKAGE, BASE.sha256)) is None


def test_a_spoilt_cache_mends_itself(open_workshop: Open, tmp_path: Path) -> None:
    open_workshop().pack(Pack(PACKAGE, BASE.sha256, BASE))
    spoil_cache(tmp_path, b"nonsense")

    open_workshop().pack(Pack(PACKAGE, BASE.sha256, BASE))

    assert open_workshop().pack(Pack(PACKAGE, BASE.sha256)) is not None


@pytest.mark.parametrize("sha256", ["../../x", "", "A" * 64])
def test_what_is_no_hash_is_no_file(open_workshop: Open, tmp_path: Path, sha256: str) -> None:
    assert open_workshop().pack(Pack(PACKAGE, sha256)) is None


def test_many_hosts_share_one_archive(open_workshop: Open, tmp_path: Path, made: list[str]) -> None:
    workshop = open_workshop()
    parcels: list[Parcel | None] = []
    threads = [threading.Thread(target=lambda: parcels.append(workshop.pack(Pack(PACKAGE, None)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 1
    assert len(parcels) == 8
    assert len({parcel.sha256 for parcel in parcels if parcel}) == 1


def test_two_bases_are_two_archives(open_workshop: Open, tmp_path: Path, made: list[str]) -> None:
    workshop = open_workshop()

    workshop.pack(Pack(PACKAGE, None))
    workshop.pack(Pack(PACKAGE, BASE.sha256, BASE))

    assert len(set(made)) == 2


def test_what_was_deployed_once_is_a_known_base_for_the_next_run(open_workshop: Open) -> None:
    open_workshop().pack(Pack(PACKAGE, None))

    again = open_workshop().pack(Pack(PACKAGE, PACKAGE.manifest.sha256))

    assert again is not None
    assert (again.added, again.changed, again.removed) == (0, 0, ())


def test_a_cache_that_cannot_be_kept_costs_nothing_but_a_question(open_workshop: Open, tmp_path: Path) -> None:
    workshop = open_workshop()
    (tmp_path / "manifests").write_text("a file")

    assert workshop.pack(Pack(PACKAGE, None)) is not None
