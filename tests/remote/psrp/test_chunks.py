"""Cutting content into pieces."""

from hypothesis import given
from hypothesis import strategies as st

from iisfleet.remote.psrp.chunks import Chunks


def test_of_nothing_there_is_no_piece() -> None:
    assert Chunks([]).empty
    assert Chunks([b"", b""]).empty
    assert not Chunks([b"", b"x"]).empty


@given(st.lists(st.binary(max_size=40)), st.lists(st.integers(1, 30), min_size=1))
def test_pieces_of_any_size_make_up_the_content_and_only_the_last_is_called_so(
    content: list[bytes], sizes: list[int]
) -> None:
    chunks = Chunks(iter(content))
    taken: list[bytes] = []
    lasts: list[bool] = []
    while True:
        size = sizes[len(taken) % len(sizes)]
        piece, last = chunks.peek(size)
        assert len(piece) == size or last
        taken.append(piece)
        lasts.append(last)
        chunks.drop(len(piece))
        if last:
            break

    assert b"".join(taken) == b"".join(content)
    assert lasts == [False] * (len(lasts) - 1) + [True]


def test_a_piece_that_is_not_dropped_comes_again_smaller() -> None:
    chunks = Chunks([b"abcdef"])

    assert chunks.peek(4) == (b"abcd", False)
    assert chunks.peek(2) == (b"ab", False)


def test_content_is_read_as_it_is_sent() -> None:
    read: list[int] = []

    def pieces():  # type: ignore[no-untyped-def]
        for number in range(100):
            read.append(number)
            yield b"x" * 10

    Chunks(pieces()).peek(25)

    assert len(read) == 3
