"""The registry as a JSON file: key path -> {value name: {"kind": ..., "data": ...}}; the default value is ''.

HKLM only, all that the scripts read. The 32-bit view is SOFTWARE\\WOW6432Node, as a 64-bit process sees it.
"""

import re
from collections.abc import Mapping
from typing import Any

from winlab.windows.errors import NotEmulated, NotFound
from winlab.windows.jsonfile import JsonFile

KINDS = ("String", "ExpandString", "DWord", "QWord", "MultiString", "Binary")
_HIVE = re.compile(r"^(?:Registry::)?(HKLM:?|HKEY_LOCAL_MACHINE)\\?", re.IGNORECASE)


class Registry:
    """Keys and values; names without regard to case."""

    def __init__(self, file: JsonFile) -> None:
        self._file = file

    def get(self, path: str) -> dict[str, Any] | None:
        """{"name", "path", "keys": [names], "values": {name: {"kind", "data"}}}, or None for no such key."""
        wanted, keys = normal(path), self._file.read()
        found = _match(keys, wanted)
        below = [key for key in keys if key.lower().startswith(wanted.lower() + "\\") or not wanted]
        if found is None and not below and wanted:
            return None
        at = len(wanted) + 1 if wanted else 0
        children = {key[at:].split("\\")[0].lower(): key[at:].split("\\")[0] for key in below}
        return {
            "path": f"HKLM\\{found or wanted}".rstrip("\\"),
            "name": (found or wanted).rsplit("\\", 1)[-1],
            "keys": sorted(children.values(), key=str.lower),
            "values": dict(keys[found]) if found else {},
        }

    def value(self, path: str, name: str) -> Any:
        """The data of a value, or None."""
        key = self.get(path)
        found = _match(key["values"], name) if key else None
        return None if key is None or found is None else key["values"][found]["data"]

    def create(self, path: str) -> None:
        """Make a key and the levels above it."""
        keys = dict(self._file.read())
        parts = normal(path).split("\\")
        for depth in range(1, len(parts) + 1):
            level = "\\".join(parts[:depth])
            if _match(keys, level) is None:
                keys[level] = {}
        self._file.write(keys)

    def set(self, path: str, name: str, kind: str, data: Any) -> None:
        """Write a value; the key is made if need be. Raises NotEmulated for an unknown kind."""
        if kind not in KINDS:
            raise NotEmulated(f"registry values of kind {kind}")
        self.create(path)
        keys = dict(self._file.read())
        key = _match(keys, normal(path)) or normal(path)
        values = dict(keys[key])
        values[_match(values, name) or name] = {"kind": kind, "data": data}
        keys[key] = values
        self._file.write(keys)

    def load(self, keys: Mapping[str, Mapping[str, Any]]) -> None:
        """Write many keys at once: int becomes DWord, list MultiString, text String; or give {"kind", "data"}."""
        stored = dict(self._file.read())
        for path, values in keys.items():
            parts = normal(path).split("\\")
            for depth in range(1, len(parts) + 1):
                level = "\\".join(parts[:depth])
                key = _match(stored, level) or level
                stored.setdefault(key, {})
            stored[key] = {**stored[key], **{name: _value(data) for name, data in values.items()}}
        self._file.write(stored)

    def remove(self, path: str, name: str | None = None) -> None:
        """Remove a value, or a key with all below it. Raises NotFound."""
        if self.get(path) is None:
            raise NotFound(f"cannot find the registry key {path}")
        wanted, keys = normal(path).lower(), dict(self._file.read())
        if name is None:
            keys = {k: v for k, v in keys.items() if k.lower() != wanted and not k.lower().startswith(wanted + "\\")}
        else:
            key = _match(keys, wanted) or wanted
            found = _match(keys.get(key, {}), name)
            if found is None:
                raise NotFound(f"the registry key {path} has no value {name}")
            keys[key] = {n: v for n, v in keys[key].items() if n != found}
        self._file.write(keys)

    def all(self) -> dict[str, Any]:
        """Everything, for a snapshot."""
        return self._file.read()


def _value(data: Any) -> dict[str, Any]:
    if isinstance(data, dict):
        return data
    kind = "DWord" if isinstance(data, int) else "MultiString" if isinstance(data, list) else "String"
    return {"kind": kind, "data": data}


def normal(path: str) -> str:
    """A path below HKEY_LOCAL_MACHINE without the hive. Raises NotEmulated for other hives."""
    text = path.replace("/", "\\").strip("\\")
    if not _HIVE.match(text):
        raise NotEmulated(f"the registry path {path}: only HKEY_LOCAL_MACHINE is there")
    return re.sub(r"\\+", r"\\", _HIVE.sub("", text)).strip("\\")


def _match(names: dict[str, Any], wanted: str) -> str | None:
    lower = wanted.lower()
    return next((name for name in names if name.lower() == lower), None)
