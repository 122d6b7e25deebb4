"""netsh http show|add|update|delete sslcert.

Source: learn.microsoft.com/windows-server/administration/windows-commands/netsh-http; error texts are Windows'.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from winlab.windows.errors import MachineError, NotEmulated, NotFound
from winlab.windows.httpsys import SslCert, is_address

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

_KNOWN = {"ipport", "hostnameport", "certhash", "appid", "certstorename"}
_GUID = re.compile(r"^\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}$")
_FIRST_WITH_UPDATE = 15063  # Windows 10 1703, and so Server 2019: learn.microsoft.com, HttpUpdateServiceConfiguration
_HEADING = "\nSSL Certificate bindings:\n-------------------------\n"


def run(machine: "Machine", arguments: Sequence[str]) -> tuple[int, str]:
    words = [argument.lower() for argument in arguments[:3]]
    if len(words) < 3 or words[0] != "http" or words[2] != "sslcert":
        raise NotEmulated(f"netsh {' '.join(arguments)}")
    verb = _VERBS.get(words[1])
    if verb is None:
        raise NotEmulated(f"netsh http {words[1]} sslcert")
    return verb(machine, _named(arguments[3:]))


def _named(arguments: Sequence[str]) -> dict[str, str]:
    named = {}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if not equals or name.lower() not in _KNOWN:
            raise NotEmulated(f"netsh http sslcert with {argument}")
        named[name.lower()] = value
    return named


def _endpoint(named: dict[str, str]) -> str:
    return (named.get("ipport") or named.get("hostnameport") or "").lower()


def _show(machine: "Machine", named: dict[str, str]) -> tuple[int, str]:
    rows = machine.httpsys.all()
    if named:
        rows = {name: row for name, row in rows.items() if name == _endpoint(named)}
        if not rows:
            return 1, _HEADING + "\nThe system cannot find the file specified.\n"
    return 0, _HEADING + "".join(_row(row) for row in rows.values())


def _row(row: SslCert) -> str:
    label = "IP:port" if is_address(row.endpoint.rpartition(":")[0]) else "Hostname:port"
    fields = {
        label: row.endpoint,
        "Certificate Hash": row.thumbprint,
        "Application ID": row.app_id,
        "Certificate Store Name": row.store,
        "Verify Client Certificate Revocation": "Enabled",
        "Negotiate Client Certificate": "Disabled",
    }
    return "\n" + "".join(f"    {name:<28} : {value}\n" for name, value in fields.items())


def _add(machine: "Machine", named: dict[str, str]) -> tuple[int, str]:
    if machine.httpsys.get(_endpoint(named)):
        return _failed("add", 183, "Cannot create a file when that file already exists.")
    return _put(machine, "add", named)


def _update(machine: "Machine", named: dict[str, str]) -> tuple[int, str]:
    build = machine.registry.value(r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion", "CurrentBuildNumber")
    if int(build or 0) < _FIRST_WITH_UPDATE:
        return 1, "The following command was not found: http update sslcert.\n"
    if machine.httpsys.get(_endpoint(named)) is None:
        return _failed("update", 2, "The system cannot find the file specified.")
    return _put(machine, "update", named)


def _put(machine: "Machine", verb: str, named: dict[str, str]) -> tuple[int, str]:
    by_name = "hostnameport" in named
    complete = {"certhash", "appid"} <= named.keys() and _GUID.match(named["appid"]) and _endpoint(named)
    if not complete or (by_name and "certstorename" not in named):
        return 1, "The parameter is incorrect.\n"
    try:
        machine.httpsys.put(_endpoint(named), named["certhash"], named["appid"], named.get("certstorename", "My"))
    except NotFound as error:
        return _failed(verb, 1312, str(error))
    except MachineError as error:
        return _failed(verb, 87, str(error))
    return 0, f"\nSSL Certificate successfully {'added' if verb == 'add' else 'updated'}\n"


def _delete(machine: "Machine", named: dict[str, str]) -> tuple[int, str]:
    try:
        machine.httpsys.remove(_endpoint(named))
    except NotFound as error:
        return _failed("deletion", 2, str(error))
    return 0, "\nSSL Certificate successfully deleted\n"


def _failed(verb: str, error: int, text: str) -> tuple[int, str]:
    return 1, f"\nSSL Certificate {verb} failed, Error: {error}\n\n{text}\n"


_VERBS = {"show": _show, "add": _add, "update": _update, "delete": _delete}
