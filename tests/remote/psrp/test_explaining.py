"""Faults of WSMan and HTTP in words."""

import pytest
from pypsrp.exceptions import WinRMTransportError, WSManFaultError

from iisfleet.inventory import Connection, Secret
from iisfleet.remote.psrp.explaining import translate

SETTINGS = Connection(
    address="web01.corp", auth="ntlm", username="CORP\\deploy", password=Secret.of("canary"), ssl=False
)


def fault(code: int, reason: str = "The text of WinRM.") -> WSManFaultError:
    return WSManFaultError(code, "web01", reason, None, None, None)


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (fault(5, "Access is denied."), "refused", "access denied for CORP\\deploy: Access is denied."),
        (fault(2150859173), "refused", "no further shell allowed"),
        (fault(2150859174), "refused", "a quota of WinRM is exhausted"),
        (fault(2150859179), "refused", "too many users"),
        (fault(14, "The plugin's memory quota was exceeded"), "refused", "a quota of WinRM is exhausted"),
        (fault(2150858811), "refused", "has no endpoint 'Microsoft.PowerShell'"),
        (fault(2150858843), "lost", "the session on the host is gone"),
        (fault(995), "lost", "the session on the host is gone"),
        (fault(4711, "Something\r\nnew."), "refused", "WinRM fault 4711: Something new."),
        (WinRMTransportError("http", 413, ""), "refused", "too large (413)"),
        (WinRMTransportError("http", 400, ""), "refused", "400 Bad Request"),
        (WinRMTransportError("http", 503, ""), "unreachable", "answered HTTP 503"),
        (ImportError("No module named 'gssapi'"), "auth", "needs a package"),
        (ValueError("the username must be specified"), "auth", "the username must be specified"),
    ],
)
def test_a_sentence_for_each(error: Exception, kind: str, words: str) -> None:
    told = translate("web01", SETTINGS, error)

    assert told.kind == kind
    assert words in told.message
    assert told.message.startswith("web01: ")
    assert "canary" not in str(told)
