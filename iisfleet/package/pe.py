"""The parts of a Windows exe or dll that a deployment depends on: machine, CLR flags, names in the metadata.

Source: ECMA-335, partition II (24.2.1 metadata root, 25.3.3 CLI header) and the PE/COFF specification.
"""

import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

_I386 = 0x014C
_MACHINES_64 = {0x8664, 0xAA64, 0x0200}

_IL_ONLY = 0x1
_REQUIRES_32BIT = 0x2
_PREFERS_32BIT = 0x20000

# Beyond this it is no metadata of an app; keeps a forged header from filling the memory.
_MAX_METADATA = 64 * 1024 * 1024


@dataclass(frozen=True)
class Binary:
    """``bitness``: of the process that it needs, None if any; ``identifiers``: the #Strings heap if managed."""

    machine: int
    managed: bool
    bitness: int | None
    windows: bool
    identifiers: bytes = b""

    def mentions(self, names: Iterable[str]) -> bool:
        """Whether one of these type, member or assembly names stands in the metadata."""
        return any(name.encode() + b"\0" in self.identifiers for name in names)


class NotABinaryError(ValueError):
    """The file has no sound PE header: truncated, or something else."""


def read_binary(stream: IO[bytes], *, identifiers: bool = False) -> Binary:
    """Reads the headers of a PE file, and its identifiers if asked; raises NotABinaryError."""
    try:
        return _read(stream, identifiers)
    except (struct.error, OverflowError, LookupError, ValueError) as error:
        raise NotABinaryError("it has no sound PE header: damaged, truncated, or no program at all") from error


def _read(stream: IO[bytes], identifiers: bool) -> Binary:
    if _at(stream, 0, "<2s") != (b"MZ",):
        raise LookupError("MZ")
    (offset,) = _at(stream, 0x3C, "<I")
    signature, machine, sections, optional_size = _at(stream, offset, "<4sHH12xH2x")
    if signature != b"PE\0\0":
        raise LookupError("PE")
    optional = offset + 24
    (magic,) = _at(stream, optional, "<H")
    # The 15th data directory is the CLI header; PE32+ has 16 more bytes before the directories.
    rva, _ = _at(stream, optional + (96 if magic == 0x10B else 112) + 14 * 8, "<II")
    windows = machine in {_I386, *_MACHINES_64}
    if not rva:
        return Binary(machine, False, _native_bitness(machine), windows)
    table = _sections(stream, optional + optional_size, sections)
    metadata_rva, metadata_size, flags = _at(stream, _offset(table, rva), "<8xIII")
    names = _identifiers(stream, _offset(table, metadata_rva), metadata_size) if identifiers else b""
    return Binary(machine, True, _managed_bitness(machine, flags), windows, names)


def _native_bitness(machine: int) -> int | None:
    return 32 if machine == _I386 else 64 if machine in _MACHINES_64 else None


def _managed_bitness(machine: int, flags: int) -> int | None:
    """0x14c is what AnyCPU has too: there the flags decide (32BITREQUIRED without PREFERRED, or native code)."""
    if machine != _I386:
        return _native_bitness(machine)
    only_32 = flags & _REQUIRES_32BIT and not flags & _PREFERS_32BIT
    return 32 if only_32 or not flags & _IL_ONLY else None


def _at(stream: IO[bytes], offset: int, layout: str) -> tuple[Any, ...]:
    stream.seek(offset, os.SEEK_SET)
    return struct.unpack(layout, stream.read(struct.calcsize(layout)))


def _sections(stream: IO[bytes], offset: int, count: int) -> list[tuple[int, int, int]]:
    """(virtual address, size, file offset) of each section."""
    rows = (_at(stream, offset + 40 * index, "<8xIIII") for index in range(count))
    return [(address, max(virtual, raw), pointer) for virtual, address, raw, pointer in rows]


def _offset(sections: list[tuple[int, int, int]], rva: int) -> int:
    for address, size, pointer in sections:
        if address <= rva < address + size:
            return rva - address + pointer
    raise LookupError("no section holds the address")


def _identifiers(stream: IO[bytes], offset: int, size: int) -> bytes:
    stream.seek(offset)
    root = stream.read(min(size, _MAX_METADATA))
    (length,) = struct.unpack_from("<I", root, 12)
    (streams,) = struct.unpack_from("<H", root, 16 + length + 2)
    position = 16 + length + 4
    for _ in range(streams):
        start, count = struct.unpack_from("<II", root, position)
        name = root[position + 8 : root.index(b"\0", position + 8)]
        if name == b"#Strings":
            return root[start : start + count]
        position += 8 + (len(name) // 4 + 1) * 4
    return b""
