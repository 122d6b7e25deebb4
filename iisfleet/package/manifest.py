"""The list of a release's files: path, size and SHA-256. Hashes decide what travels, never times."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

# A path never holds a control character, so tab and line feed are free to separate.
_LINE = re.compile(r"([^\x00-\x1f\x7f]+)\t(0|[1-9][0-9]*)\t([0-9a-f]{64})")


def path_order(path: str) -> bytes:
    """The sort key of paths: UTF-16 code units, which is what StringComparer.Ordinal compares on the host."""
    return path.encode("utf-16-be")


@dataclass(frozen=True)
class FileEntry:
    """A file of a release: ``path`` with forward slashes, ``size`` in bytes, ``sha256`` in lower-case hex."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Difference:
    """What turns one release into another; ``removed`` are entries of the base, the others of the new one."""

    added: tuple[FileEntry, ...]
    changed: tuple[FileEntry, ...]
    removed: tuple[FileEntry, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def to_send(self) -> tuple[FileEntry, ...]:
        """The files whose content must travel."""
        return (*self.added, *self.changed)


@dataclass(frozen=True)
class Manifest:
    """All files of a release, ordered by the UTF-16 code units of their paths, each path once.

    Raises ValueError if a path stands twice.
    """

    files: tuple[FileEntry, ...] = ()

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.files, key=lambda entry: path_order(entry.path)))
        object.__setattr__(self, "files", ordered)
        for former, entry in pairwise(ordered):
            if former.path == entry.path:
                raise ValueError(f"the path {entry.path!r} stands twice in the manifest")

    def __iter__(self) -> Iterator[FileEntry]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)

    @classmethod
    def parse(cls, text: str) -> "Manifest":
        """Parses what ``text`` wrote; raises ValueError with the line number for anything else."""
        lines = text.split("\n")
        if lines.pop():
            raise ValueError("the manifest does not end with a line feed")
        manifest = cls(tuple(_parse_line(number, line) for number, line in enumerate(lines, start=1)))
        if manifest.text != text:
            raise ValueError("the lines of the manifest are not in the order of their paths")
        return manifest

    @cached_property
    def text(self) -> str:
        """One line a file: path, tab, size, tab, SHA-256, line feed. The host keeps it beside the release."""
        return "".join(f"{entry.path}\t{entry.size}\t{entry.sha256}\n" for entry in self.files)

    @cached_property
    def sha256(self) -> str:
        """The hash of the text in UTF-8: the one value that two releases are compared by."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(entry.size for entry in self.files)

    def difference(self, base: "Manifest") -> Difference:
        """What has to be done to ``base`` to get this manifest."""
        old = {entry.path: entry for entry in base}
        paths = {entry.path for entry in self}
        return Difference(
            added=_where(self, lambda entry: entry.path not in old),
            changed=_where(self, lambda entry: entry.path in old and old[entry.path] != entry),
            removed=_where(base, lambda entry: entry.path not in paths),
        )


def _parse_line(number: int, line: str) -> FileEntry:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"line {number} of the manifest is not path, size and SHA-256: {line[:200]!r}")
    return FileEntry(match[1], int(match[2]), match[3])


def _where(entries: Iterable[FileEntry], wanted: Callable[[FileEntry], bool]) -> tuple[FileEntry, ...]:
    return tuple(entry for entry in entries if wanted(entry))
