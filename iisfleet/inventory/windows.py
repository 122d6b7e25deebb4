"""Names and paths that Windows and IIS can hold. Each check returns the value or raises ``faults.rule``.

Site and pool names: the validators of IIS's own schema (IIS_schema.xml of IIS 10).
Paths: "Naming Files, Paths, and Namespaces", learn.microsoft.com/windows/win32/fileio/naming-a-file.
"""

import ipaddress
import re
from pathlib import PureWindowsPath
from typing import Final

from iisfleet.inventory.faults import rule

_POOL_FORBIDDEN: Final = set('|<>&"/[]+=;:,?*@\\')
_SITE_FORBIDDEN: Final = set('/\\?;:@&=+$,|"<>*')  # appcmd and inetmgr's list; the schema forbids / and ? only
_PATH_FORBIDDEN: Final = set('<>"|?*:')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])( *\..*)?", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
_SYSTEM: Final = (PureWindowsPath(r"C:\Windows"), PureWindowsPath(r"C:\ProgramData\iisfleet"))
_SHARED: Final = tuple(
    PureWindowsPath(p)
    for p in (r"C:\inetpub", r"C:\Program Files", r"C:\Program Files (x86)", r"C:\Users", r"C:\ProgramData")
)
MAX_PATH: Final = 150  # of the 260 characters of MAX_PATH: releases, the release's id and the files need the rest
LONGEST: Final = 259  # MAX_PATH without its NUL


def check_pool_name(name: str) -> str:
    if name and len(name) <= 64 and not set(name) & _POOL_FORBIDDEN and _is_clean(name):
        return name
    raise rule(
        f"is not a name that an application pool can have: '{name}'",
        'at most 64 characters, no spaces at the ends, none of | < > & " / [ ] + = ; : , ? * @ \\',
    )


def check_site_name(name: str) -> str:
    if name and len(name) <= 260 and not set(name) & _SITE_FORBIDDEN and _is_clean(name):
        return name
    raise rule(
        f"is not a name that a site can have: '{name}'",
        'no spaces at the ends, none of / \\ ? ; : @ & = + $ , | " < > *',
    )


def _is_clean(text: str) -> bool:
    return text == text.strip() and text.isprintable()


def check_name(name: str) -> str:
    """A host's or group's name: it is typed in ``--limit`` and names folders of the run."""
    if _NAME.fullmatch(name) and not name.endswith("."):
        return name
    raise rule(f"is not a usable name: '{name}'", "letters, digits, dots, dashes and underscores, e.g. web01")


def check_folder(path: str) -> str:
    """An absolute Windows path of a folder that may belong to a site; ``/`` becomes ``\\``."""
    text = check_path(path)
    if len(text) > MAX_PATH:
        raise rule(f"is {len(text)} characters long", f"at most {MAX_PATH}: the files of a release need the rest")
    _check_territory(text)
    return text


def check_content_folder(path: str) -> str:
    """A folder that is a site's physical path, or holds it: IIS expands variables in those."""
    text = check_folder(path)
    if "%" in text:
        raise rule(f"has a %: '{path}'", "IIS takes %windir% and the like for variables: write the path itself")
    return text


def check_path(path: str) -> str:
    """An absolute Windows path below the root of a drive; ``/`` becomes ``\\``."""
    text = path.replace("/", "\\").rstrip("\\")
    if not re.match(r"[A-Za-z]:(\\|$)", text):
        raise rule(f"is not an absolute Windows path: '{path}'", r"write a drive and a folder: C:\inetpub\shop")
    parts = text[2:].split("\\")[1:]
    if not parts:
        raise rule("is the root of a drive", r"a site gets a folder of its own: C:\inetpub\shop")
    if len(text) > LONGEST:
        raise rule(f"is {len(text)} characters long", f"at most {LONGEST}")
    for part in parts:
        _check_part(part, path)
    return text


def check_file(path: str) -> str:
    """An absolute Windows path of a file that belongs to a site or to nobody."""
    text = check_path(path)
    if system := _system_folder(text):
        raise rule(f"lies in {system}, which is not ours to change", r"choose a place such as C:\inetpub\shop\shared")
    return text


def check_relative(path: str) -> str:
    """A path below a folder, ``wwwroot\\uploads``; ``/`` becomes ``\\``."""
    text = path.replace("/", "\\").rstrip("\\")
    if text.startswith("\\") or re.match(r"[A-Za-z]:", text):
        raise rule(f"is not relative to the content: '{path}'", r"wwwroot\uploads")
    for part in text.split("\\"):
        _check_part(part, path)
    return text


def is_unc(path: str) -> bool:
    return path.replace("/", "\\").startswith("\\\\")


def check_unc(path: str) -> str:
    """A path on a share, ``\\\\server\\share\\...``; ``/`` becomes ``\\``."""
    text = path.replace("/", "\\").rstrip("\\")
    parts = text[2:].split("\\")
    if not is_unc(text) or len(parts) < 2 or parts[0] in ("", ".", "?"):
        raise rule(f"is not the path of a share: '{path}'", r"\\server\share\folder")
    if len(text) > LONGEST:
        raise rule(f"is {len(text)} characters long", f"at most {LONGEST}")
    for part in parts:
        _check_part(part, path)
    return text


def check_share_or_folder(path: str) -> str:
    """A share, or a folder that may belong to a site."""
    return check_unc(path) if is_unc(path) else check_folder(path)


def check_share_or_path(path: str) -> str:
    """A share, or any folder of a host below the root of a drive."""
    return check_unc(path) if is_unc(path) else check_path(path)


def _check_part(part: str, path: str) -> None:
    if part in ("", ".", ".."):
        raise rule(f"has an empty, . or .. part: '{path}'", "write the path as it is")
    if set(part) & _PATH_FORBIDDEN or not part.isprintable():
        raise rule(f"has a character that Windows does not allow in '{part}'", 'none of < > : " | ? *')
    if part != part.rstrip(" ."):
        raise rule(f"has a part that ends in a dot or a space: '{part}'", "Windows drops them silently: so must you")
    if _RESERVED.fullmatch(part):
        raise rule(f"has a name that Windows reserves for a device: '{part}'", "choose another name")


def _system_folder(text: str) -> PureWindowsPath | None:
    path = PureWindowsPath(text)
    return next((system for system in _SYSTEM if path == system or system in path.parents), None)


def _check_territory(text: str) -> None:
    folder = PureWindowsPath(text)
    if system := _system_folder(text):
        raise rule(f"lies in {system}, which no site may use", r"choose a folder such as C:\inetpub\shop")
    if folder in _SHARED:
        raise rule(f"is {folder}, which others use too", f"a site gets a folder of its own: {folder}\\shop")


def check_url_path(path: str) -> str:
    if path.startswith("/") and " " not in path and path.isprintable():
        return path
    raise rule(f"is not a path of a URL: '{path}'", "it begins with '/', and spaces are written %20: /healthz")


def check_application_path(path: str) -> str:
    """IIS: starts with /, does not end with /, no . or .. segment."""
    parts = path.split("/")
    if len(parts) < 2 or parts[0] or not all(parts[1:]) or {".", ".."} & set(parts):
        raise rule(f"is not the path of an application: '{path}'", "it begins with '/' and does not end with it: /api")
    if set(path) & set('\\?;:@&=+$,|"<>*#%') or not _is_clean(path):
        raise rule(f"has a character that an application's path cannot hold: '{path}'", "write a path such as /api")
    return path


def check_variable_name(name: str) -> str:
    if name and "=" not in name and _is_clean(name):
        return name
    raise rule(f"is not the name of an environment variable: '{name}'", "not empty, no '=', no spaces at the ends")


def check_variable_value(value: str) -> str:
    if value and "\0" not in value:
        return value
    raise rule(
        "has no value" if not value else "has a NUL character",
        "IIS cannot hold an empty variable: leave the name out (null takes one away that a group sets)",
    )


def check_binding_host(host: str) -> str:
    labels = host.removeprefix("*.").split(".")
    if not host or (len(host) <= 253 and all(_LABEL.fullmatch(label) for label in labels)):
        return host
    raise rule(f"is not a host name: '{host}'", "a name without scheme, port and path: shop.example.com")


def check_binding_address(address: str) -> str:
    try:
        return address if address == "*" else str(ipaddress.ip_address(address.strip("[]")))
    except ValueError:
        raise rule(f"is not an IP address: '{address}'", "write * for all, or an address of the host") from None
