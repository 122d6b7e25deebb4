"""Discretionary ACLs of files, folders and registry keys as SDDL text: explicit entries in acl.json, the rest computed.

`get` answers in the form that Windows reads back: `D:PAI` for protected, inherited entries with the flag ID,
well-known SIDs by their two letters, generic rights mapped to file rights. Keys (HKLM\\...): key_acl.py.
"""

from collections.abc import Callable

from winlab.windows.errors import NotFound
from winlab.windows.filesystem import FileSystem
from winlab.windows.jsonfile import JsonFile
from winlab.windows.key_acl import KeyAcl, is_key
from winlab.windows.registry import Registry
from winlab.windows.sddl import FILE, Ace, Dacl, inherit, parse_sddl

# What a fresh volume gives, shortened: everybody who may log on reads (reference: windows.md, "known").
DRIVE = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"


class Acl:
    """The ACLs of files, folders and keys, by Windows path or HKLM\\..."""

    def __init__(self, file: JsonFile, fs: FileSystem, registry: Registry) -> None:
        self._file = file
        self._files = FileAcl(self._stored, fs)
        self._keys = KeyAcl(self._stored, registry)

    def get(self, path: str) -> str:
        """The effective SDDL. Raises NotFound for a missing path."""
        dacl, rights = self.effective(path), self._kind(path).rights
        return f"O:{dacl.owner}G:SYD:{'PAI' if dacl.protected else 'AI'}{''.join(map(rights.text, dacl.aces))}"

    def effective(self, path: str) -> Dacl:
        """Explicit entries, then those inherited from above."""
        kind = self._kind(path)
        return kind.effective(kind.name(path))

    def set(self, path: str, sddl: str) -> None:
        """Replace the DACL, and the owner if the text names one.

        Inherited entries in the text are left out, as Windows computes them anew.
        """
        kind = self._kind(path)
        name, dacl = kind.name(path), parse_sddl(sddl, kind.rights)
        explicit = "".join(kind.rights.text(e) for ace in dacl.aces if not ace.inherited for e in kind.kept(ace))
        owner = "" if dacl.owner == "BA" else f"O:{dacl.owner}"
        kept = {other: text for other, text in self.explicit().items() if other.lower() != name.lower()}
        self._file.write({**kept, name: f"{owner}D:{'P' if dacl.protected else ''}{explicit}"})

    def explicit(self) -> dict[str, str]:
        """What stands in acl.json for paths that are still there: path -> SDDL of the explicit entries."""
        return {path: text for path, text in self._file.read().items() if self._kind(path).exists(path)}

    def forget(self, path: str) -> None:
        """A key has gone, with all below it."""
        gone, stored = path.lower(), self._file.read()
        kept = {p: t for p, t in stored.items() if p.lower() != gone and not p.lower().startswith(gone + "\\")}
        if len(kept) != len(stored):
            self._file.write(kept)

    def _kind(self, path: str) -> "FileAcl | KeyAcl":
        return self._keys if is_key(path) else self._files

    def _stored(self, name: str) -> str | None:
        lower = name.lower()
        return next((str(text) for path, text in self._file.read().items() if path.lower() == lower), None)


class FileAcl:
    """What is special about files and folders."""

    rights = FILE

    def __init__(self, stored: Callable[[str], str | None], fs: FileSystem) -> None:
        self._stored = stored
        self._fs = fs

    def exists(self, path: str) -> bool:
        return self._fs.exists(path)

    def name(self, windows: str) -> str:
        """As it is written on disk. Raises NotFound."""
        path = self._fs.path(windows)
        if not path.is_symlink() and not path.exists():
            raise NotFound(f"cannot find path '{windows}'")
        return self._fs.windows(path)

    def kept(self, ace: Ace) -> tuple[Ace, ...]:
        return (ace,)

    def effective(self, name: str) -> Dacl:
        own = self._explicit(name)
        if own.protected:
            return own
        parent = self.effective(name.rsplit("\\", 1)[0] + ("\\" if name.count("\\") == 1 else ""))
        return Dacl(False, (*own.aces, *inherit(parent.aces, self._fs.is_folder(name))), own.owner)

    def _explicit(self, name: str) -> Dacl:
        if name.endswith(":\\"):
            return parse_sddl(self._stored(name) or DRIVE)
        stored = self._stored(name)
        return parse_sddl(stored) if stored else Dacl(False, ())
