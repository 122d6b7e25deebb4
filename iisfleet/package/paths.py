"""Which paths can stand in a release: first what no archive may hold, then what Windows cannot hold.

Source of the names: "Naming Files, Paths, and Namespaces", Microsoft Learn (Win32). 240 leaves room for `.partial`
and a temporary name below the 260 characters that Windows PowerShell 5.1 and .NET Framework tools can still open.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from iisfleet.package.findings import Finding
from iisfleet.package.manifest import Manifest

MAX_PATH = 240

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FORBIDDEN = re.compile(r'[<>:"|?*\\]')
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])[ ]*(\..*)?", re.IGNORECASE | re.DOTALL)
_RENAME = "Rename it in the project and publish again."


def why_unsafe(path: str) -> str | None:
    """Why a path (with forward slashes) must not be read into a manifest at all; None for a sound one."""
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        return "is absolute"
    if any(part in ("", ".", "..") for part in path.split("/")):
        return "has an empty part, '.' or '..' and could leave the release's folder"
    if _CONTROL.search(path):
        return "holds a control character"
    if any("\ud800" <= character <= "\udfff" for character in path):
        return "is not valid Unicode"
    return None


def check_paths(manifest: Manifest, prefix_length: int = 0) -> tuple[Finding, ...]:
    """Errors for paths that a Windows host could not hold.

    ``prefix_length`` is the number of characters before the relative path on the host: the release's folder with
    its last backslash. Zero judges the relative paths alone.
    """
    paths = [entry.path for entry in manifest]
    return (*_check_names(paths), *_check_lengths(paths, prefix_length), *_check_clashes(paths))


def _check_names(paths: Iterable[str]) -> Iterator[Finding]:
    for path in paths:
        reason = next(filter(None, map(_why_impossible, path.split("/"))), None)
        if reason:
            yield Finding("error", "path-name", f"Windows cannot hold {path!r}: {reason}.", _RENAME, path)


def _why_impossible(part: str) -> str | None:
    if found := _FORBIDDEN.search(part):
        return f"the character {found[0]} is not allowed in a name"
    if part[-1] in ". ":
        return f"the name {part!r} ends with a dot or a space"
    if _RESERVED.fullmatch(part):
        return f"{part} is the name of a device"
    return None


def _check_lengths(paths: Iterable[str], prefix_length: int) -> Iterator[Finding]:
    for path in paths:
        length = prefix_length + len(path.encode("utf-16-le")) // 2
        if length > MAX_PATH:
            sentence = (
                f"the path of {path[:60]!r}... would have {length} characters on the host; at most {MAX_PATH} work"
            )
            yield Finding("error", "path-length", sentence, "Shorten the names or the site's path.", path)


def _check_clashes(paths: Sequence[str]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in paths:
        key = fold(path)
        if key in seen:
            yield _clash(path, seen[key])
        seen.setdefault(key, path)
        folders.update({fold(folder): path for folder in _folders_of(path)})
    for key in sorted(seen.keys() & folders.keys()):
        yield _clash(folders[key], seen[key])
    yield from _check_spellings(dict.fromkeys(folder for path in paths for folder in _folders_of(path)))


def _check_spellings(folders: Iterable[str]) -> Iterator[Finding]:
    """Folders, as a publish on Linux makes them. Below one that is spelled twice only other names count."""
    seen: dict[str, str] = {}
    for folder in folders:
        other = seen.setdefault(fold(folder), folder)
        if other.rpartition("/")[2] != folder.rpartition("/")[2]:
            yield _clash(folder, other)


def _folders_of(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts)))


def _clash(path: str, other: str) -> Finding:
    sentence = f"{other!r} and {path!r} are one name for Windows, which ignores case"
    return Finding("error", "path-clash", sentence, _RENAME, path)


def fold(path: str) -> str:
    """The path as NTFS compares it: upper case, one character for one (so ß is not SS)."""
    return path.upper() if path.isascii() else "".join(map(_upper, path))


def _upper(character: str) -> str:
    upper = character.upper()
    return upper if len(upper) == 1 else character
