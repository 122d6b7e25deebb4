"""What a workshop remembers from one run to the next."""

from pathlib import Path

import pytest

from iisfleet.package import Package, load_package
from iisfleet.rollout.instructions import Pack
from iisfleet.rollout.workshop import Workshop

_HELLO = Path(__file__).resolve().parents[2] / "inventories" / "packages" / "hello"


@pytest.fixture
def package() -> Package:
    return load_package(_HELLO)


def _pack(cache: Path, order: Pack):  # type: ignore[no-untyped-def]
    workshop = Workshop(cache)
    try:
        return workshop.pack(order)
    finally:
        workshop.close()


def test_what_was_packed_once_is_the_base_of_a_later_run(tmp_path: Path, package: Package) -> None:
    _pack(tmp_path, Pack(package, None))

    parcel = _pack(tmp_path, Pack(package, package.manifest.sha256))

    assert parcel is not None
    assert (parcel.added, parcel.changed, parcel.removed) == (0, 0, ())


def test_a_base_that_nobody_here_knows_must_be_fetched(tmp_path: Path, package: Package) -> None:
    assert _pack(tmp_path, Pack(package, package.manifest.sha256)) is None


def test_a_remembered_manifest_that_was_spoilt_is_not_believed(tmp_path: Path, package: Package) -> None:
    _pack(tmp_path, Pack(package, None))
    (tmp_path / "manifests" / f"{package.manifest.sha256}.txt").write_text("", encoding="utf-8")

    assert _pack(tmp_path, Pack(package, package.manifest.sha256)) is None


def test_the_archives_of_a_run_end_with_it(tmp_path: Path, package: Package) -> None:
    parcel = _pack(tmp_path, Pack(package, None))

    assert not parcel.path.exists()
