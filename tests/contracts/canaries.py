"""Secrets that can be recognised in whatever form they might get out, and a watch over what a test does."""

import base64
import contextlib
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

# An ASCII word in characters that PowerShell, XML, JSON and a shell would each write in another way.
AROUND = "a'b\u2019\"<&>\u00e4 $x`"
_RUN_OF_BASE64 = re.compile(rb"[A-Za-z0-9+/]{16,}={0,2}")
_DEPTH = 3  # a fragment in SOAP, bytes in a fragment, text in bytes


class Canaries:
    """Secret values by a name. ``found_in`` says which of them stand in some bytes."""

    def __init__(self, **words: str) -> None:
        self.words = words
        self._forms = {name: tuple(_forms(word)) for name, word in words.items()}

    def __getitem__(self, name: str) -> str:
        return f"{AROUND}{self.words[name]}{AROUND}"

    def found_in(self, data: bytes | str, depth: int = _DEPTH) -> set[str]:
        """Names of the secrets that stand there in clear, as UTF-16, or in Base64, also several times over."""
        content = data.encode() if isinstance(data, str) else data
        return {
            name
            for layer in layers(content, depth)
            for name, forms in self._forms.items()
            if any(form in layer for form in forms)
        }

    def files_with(self, folder: Path) -> dict[str, set[str]]:
        """By path relative to the folder: the secrets in its files; names of files count too."""
        found: dict[str, set[str]] = {}
        for file in folder.rglob("*"):
            with contextlib.suppress(OSError):  # gone meanwhile
                content = file.read_bytes() if file.is_file() else b""
                names = self.found_in(content) | self.found_in(file.name)
                if names:
                    found[file.relative_to(folder).as_posix()] = names
        return found


def layers(content: bytes, depth: int = _DEPTH) -> Iterator[bytes]:
    """The bytes, and what the Base64 in them stands for."""
    yield content
    if depth:
        for run in _RUN_OF_BASE64.finditer(content):
            yield from layers(_decoded(run[0]), depth - 1)


def _forms(word: str) -> Iterator[bytes]:
    yield word.encode()
    yield word.encode("utf-16-le")
    yield word.encode().hex().encode()
    for text in (word.encode(), word.encode("utf-16-le")):
        for offset in range(3):
            # Without the characters that depend on what stands before and after.
            encoded = base64.b64encode(b"\0" * offset + text)
            yield encoded[4 if offset else 0 : len(encoded) // 4 * 4 - 4]


def _decoded(run: bytes) -> bytes:
    try:
        return base64.b64decode(run[: len(run) // 4 * 4])
    except ValueError:
        return b""


class Watch:
    """Looks, as long as it lasts, at the arguments of every process and at a folder."""

    def __init__(self, canaries: Canaries, folder: Path) -> None:
        self._canaries = canaries
        self._folder = folder
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.arguments: dict[str, set[str]] = {}
        self.files: dict[str, set[str]] = {}
        self.seen_files: set[str] = set()
        self.looks = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.05):
            self.looks += 1
            for process in psutil.process_iter(["cmdline"]):
                line = " ".join(process.info["cmdline"] or ())
                if names := self._canaries.found_in(line, depth=1):
                    self.arguments[line] = names
            self.look_at_files()

    def look_at_files(self) -> None:
        """Looks at the folder now: for who knows that something has just happened."""
        self.files |= self._canaries.files_with(self._folder)
        self.seen_files |= {file.name for file in self._folder.rglob("*")}
