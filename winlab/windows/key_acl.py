r"""Access lists of registry keys as SDDL text, as Windows reads them back.

An inheritable entry with generic rights comes back as two: the mapped rights of the key itself, and the generic
ones for what is made below it (flag IO). `meaning` takes that apart again. KA is 0xf003f, KR and KX 0x20019.
Source: learn.microsoft.com/windows/win32/sysinfo/registry-key-security-and-access-rights, .../secauthz/ace-strings.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from winlab.windows.errors import NotFound
from winlab.windows.registry import Registry
from winlab.windows.sddl import Ace, Dacl, Rights, inherit, parse_sddl

_GENERIC = {"GA": 0x10000000, "GX": 0x20000000, "GW": 0x40000000, "GR": 0x80000000}
_MAPPED = {0x10000000: 0xF003F, 0x20000000: 0x20019, 0x40000000: 0x20006, 0x80000000: 0x20019}
KEY = Rights(
    {"KA": 0xF003F, "KR": 0x20019, "KW": 0x20006, "KX": 0x20019, **_GENERIC},
    {0xF003F: "KA", 0x20019: "KR", 0x20006: "KW", **{mask: name for name, mask in _GENERIC.items()}},
)
# HKEY_LOCAL_MACHINE\SOFTWARE, shortened: everybody who may log on reads.
HIVE = "D:P(A;CI;KA;;;SY)(A;CI;KA;;;BA)(A;CI;KR;;;BU)"


def is_key(path: str) -> bool:
    return path.upper().startswith("HKLM\\")


def mapped(mask: int) -> int:
    """Generic rights as those of a key."""
    specific = mask & ~sum(_MAPPED)
    for generic, rights in _MAPPED.items():
        specific |= rights if mask & generic else 0
    return specific


def split(ace: Ace) -> Iterator[Ace]:
    """As the kernel stores an entry."""
    if ace.mask == mapped(ace.mask) or "IO" in ace.flags:
        yield ace
    elif "CI" not in ace.flags:
        yield replace(ace, mask=mapped(ace.mask))
    else:
        yield replace(ace, flags=tuple(f for f in ace.flags if f == "ID"), mask=mapped(ace.mask))
        own = tuple(f for f in ace.flags if f != "ID")
        yield replace(ace, flags=(*own, "IO", *(f for f in ace.flags if f == "ID")))


def meaning(sddl: str) -> tuple[bool, frozenset[tuple[str, str, int, str]]]:
    """(protected, entries): type, whom it holds for, rights, account; explicit entries alone. OI means nothing here."""
    dacl = parse_sddl(sddl, KEY)
    return dacl.protected, frozenset(part for ace in dacl.aces if not ace.inherited for part in _parts(ace))


def _parts(ace: Ace) -> Iterator[tuple[str, str, int, str]]:
    if "IO" not in ace.flags:
        yield (ace.kind, "key", mapped(ace.mask), ace.sid)
    if "CI" in ace.flags:
        yield (ace.kind, "below once" if "NP" in ace.flags else "below", mapped(ace.mask), ace.sid)


class KeyAcl:
    """What is special about keys. A name is 'HKLM' or HKLM\\..."""

    rights = KEY

    def __init__(self, stored: Callable[[str], str | None], registry: Registry) -> None:
        self._stored = stored
        self._registry = registry

    def exists(self, path: str) -> bool:
        return self._registry.get(path) is not None

    def name(self, path: str) -> str:
        """As it is written in the registry. Raises NotFound."""
        key = self._registry.get(path)
        if key is None:
            raise NotFound(f"cannot find path '{path}'")
        return str(key["path"])

    def kept(self, ace: Ace) -> tuple[Ace, ...]:
        return tuple(split(ace))

    def effective(self, name: str) -> Dacl:
        own = self._explicit(name)
        if own.protected:
            return own
        above = inherit(self.effective(name.rsplit("\\", 1)[0]).aces, folder=True)
        return Dacl(False, (*own.aces, *(part for ace in above for part in split(ace))), own.owner)

    def _explicit(self, name: str) -> Dacl:
        found = self._stored(name)
        if "\\" not in name:
            return parse_sddl(found or HIVE, KEY)
        return parse_sddl(found, KEY) if found else Dacl(False, ())
