"""Content cut into pieces that fit one Send."""

from collections.abc import Iterable


class Chunks:
    """Reads ahead just far enough to know which piece is the last; one that did not fit is cut again, smaller."""

    def __init__(self, content: Iterable[bytes]) -> None:
        self._source = iter(content)
        self._buffer = bytearray()

    @property
    def empty(self) -> bool:
        return not self._fill(0)

    def peek(self, size: int) -> tuple[bytes, bool]:
        """The next at most ``size`` bytes, and whether nothing follows them."""
        more = self._fill(size)
        return bytes(self._buffer[:size]), not more

    def drop(self, size: int) -> None:
        """Forgets bytes that arrived."""
        del self._buffer[:size]

    def _fill(self, size: int) -> bool:
        """Reads until more than ``size`` bytes are there; False if the content ends before."""
        while len(self._buffer) <= size:
            piece = next(self._source, None)
            if piece is None:
                return False
            self._buffer += piece
        return True
