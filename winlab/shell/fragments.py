"""Just enough of PSRP's framing to bridge it: whose fragments these are, and when a pipeline has ended.

A fragment is object id (8), fragment id (8), flags (1: first, 2: last), length (4), all big-endian, and data. The
data of the first one begins with destination (4), message type (4), pool id (16), pipeline id (16), little-endian.
Source: [MS-PSRP] 2.2.1 and 2.2.4.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

_HEADER = struct.Struct(">QQBI")
_MESSAGE = struct.Struct("<II16s16s")
_TYPE = struct.Struct("<II")
_PIPELINE_STATE = 0x00041006


@dataclass(frozen=True)
class Fragment:
    object_id: int
    is_first: bool
    is_last: bool
    data: bytes


def split(data: bytes) -> Iterator[Fragment]:
    """The fragments of one chunk."""
    at = 0
    while at + _HEADER.size <= len(data):
        object_id, _, flags, length = _HEADER.unpack_from(data, at)
        at += _HEADER.size
        yield Fragment(object_id, bool(flags & 1), bool(flags & 2), data[at : at + length])
        at += length


def pool_id(creation: bytes) -> UUID:
    """The pool that a client's first fragments are about. Raises ValueError for what is no PSRP."""
    first = next(split(creation), None)
    if first is None or len(first.data) < _MESSAGE.size:
        raise ValueError("the creationXml of the shell holds no PSRP fragment")
    return UUID(bytes_le=_MESSAGE.unpack_from(first.data)[2])


class EndWatch:
    """Tells when the state of a pipeline came whole: the server sends it only when it has ended."""

    def __init__(self) -> None:
        self._head = b""

    def sees_end(self, data: bytes) -> bool:
        seen = [self._is_end(fragment) for fragment in split(data)]
        return any(seen)

    def _is_end(self, fragment: Fragment) -> bool:
        # A first fragment may be shorter than the head of its message, when it filled up the chunk.
        self._head = (b"" if fragment.is_first else self._head) + fragment.data[: _TYPE.size]
        return fragment.is_last and _TYPE.unpack_from(self._head.ljust(_TYPE.size, b"\0"))[1] == _PIPELINE_STATE
