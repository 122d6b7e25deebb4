"""Shards."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iisfleet.errors import ConnectionFailed
from iisfleet.remote.uploads import Shard, hash_shard, plan_shards, read_shard, upload
from iisfleet.rendering.script import Script
from tests.remote.station import END, Call, Station, step

Open = Callable[..., Station]


@given(st.integers(0, 500), st.integers(1, 99))
def test_shards_cover_the_archive_without_gap_or_overlap(size: int, shard_size: int) -> None:
    shards = plan_shards(size, shard_size=shard_size)

    assert sum(shard.length for shard in shards) == size
    assert [shard.offset for shard in shards] == [index * shard_size for index in range(len(shards))]
    assert all(0 < shard.length <= shard_size for shard in shards)


@pytest.mark.parametrize(
    ("there", "offsets"), [(0, [0, 10, 20]), (9, [0, 10, 20]), (10, [10, 20]), (24, [20]), (25, []), (99, [])]
)
def test_only_shards_that_are_not_wholly_there_are_sent(there: int, offsets: list[int]) -> None:
    assert [shard.offset for shard in plan_shards(25, there=there, shard_size=10)] == offsets


def test_a_file_that_shrinks_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"12345")

    with pytest.raises(EOFError, match="ends after 5 bytes"):
        list(read_shard(path, Shard(2, 9)))


class Incoming:
    """Plays Receive-Content: the script's text is the offset."""

    def __init__(self) -> None:
        self.parts: dict[int, bytes] = {}

    def __call__(self, call: Call) -> None:
        self.parts[int(call.text)] = b"".join(call.content)
        call.write(step("Receive-Content", "changed", "updating"))
        call.write(END)

    @property
    def whole(self) -> bytes:
        return b"".join(self.parts[offset] for offset in sorted(self.parts))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.zip"
    path.write_bytes(hashlib.shake_256(b"archive").digest(1_000_000))
    return path


def script_for(shard: Shard, _sha256: str) -> Script:
    return Script("deploy/receive", str(shard.offset))


def test_an_archive_arrives_whole(open_station: Open, archive: Path) -> None:
    incoming, progress = Incoming(), list[int]()
    hashes: list[str] = []

    def script(shard: Shard, sha256: str) -> Script:
        hashes.append(sha256)
        return script_for(shard, sha256)

    result = upload(open_station(incoming).connect(), archive, script, shard_size=400_000, progress=progress.append)

    assert [each.step for each in result.steps] == ["Receive-Content"] * 3
    assert result.failed is None
    assert incoming.whole == archive.read_bytes()
    assert hashes == [hashlib.sha256(part).hexdigest() for part in incoming.parts.values()]
    assert progress[0] == 0
    assert progress[-1] == 1_000_000
    assert progress == sorted(progress)


def test_what_is_there_is_not_sent_again(open_station: Open, archive: Path) -> None:
    incoming = Incoming()
    connection = open_station(incoming).connect()

    upload(connection, archive, script_for, there=800_000, shard_size=400_000)

    assert list(incoming.parts) == [800_000]


def test_nothing_to_send_opens_no_connection(open_station: Open, archive: Path) -> None:
    station = open_station(Incoming())

    assert upload(station.connect(), archive, script_for, there=1_000_000).completed
    assert station.connections == 0


def test_a_shard_that_was_cut_is_sent_again(open_station: Open, archive: Path) -> None:
    incoming = Incoming()
    station = open_station(incoming)
    station.faults.on["cut-upload"] = {"times": 2, "after": 0}

    result = upload(station.connect(), archive, script_for, shard_size=400_000)

    assert result.completed
    assert incoming.whole == archive.read_bytes()


def test_a_line_that_always_breaks_ends_the_upload(open_station: Open, archive: Path) -> None:
    station = open_station(Incoming())
    station.faults.on["cut-upload"] = {"after": 0}

    with pytest.raises(ConnectionFailed, match="while content was sent"):
        upload(station.connect(), archive, script_for, shard_size=400_000)
    assert station.actions["Command"] == 3


def test_a_failed_step_ends_the_upload(open_station: Open, archive: Path) -> None:
    station = open_station()

    def full(call: Call) -> None:
        call.write(step("Receive-Content", "failed", "updating"))
        call.write('{"end":true,"status":"failed"}')

    station.play = full
    result = upload(station.connect(), archive, script_for, shard_size=400_000)

    assert result.failed is not None
    assert result.failed.step == "Receive-Content"
    assert station.actions["Command"] == 1


def test_hash_of_a_shard(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"0123456789")

    assert hash_shard(path, Shard(3, 4)) == hashlib.sha256(b"3456").hexdigest()
