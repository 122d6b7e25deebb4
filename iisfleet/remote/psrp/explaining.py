"""What went wrong on the wire, told to the person who has to mend it."""

from xml.etree import ElementTree as ET

import requests
import urllib3.exceptions
from pypsrp.exceptions import AuthenticationError, WinRMTransportError, WSManFaultError
from spnego.exceptions import SpnegoError

from iisfleet.errors import ConnectionFailed
from iisfleet.inventory import Connection as Settings
from iisfleet.remote.psrp.faults import (
    ACCESS_DENIED,
    INVALID_RESOURCE_URI,
    OPERATION_TIMED_OUT,
    PAYLOAD_TOO_LARGE,
    QUOTAS,
    SHELL_GONE,
    SHELLS_EXCEEDED,
    USERS_EXCEEDED,
    cannot_connect,
    causes,
)


def translate(host: str, settings: Settings, error: BaseException) -> ConnectionFailed:
    """The error as a sentence with a hint. Never carries more than the other side, or the system, said."""
    kind, message, hint = _explain(settings, error)
    return ConnectionFailed(host, message, kind=kind, hint=hint)


Explanation = tuple[str, str, str | None]


def _explain(settings: Settings, error: BaseException) -> Explanation:
    if isinstance(error, AuthenticationError):
        return _explain_refused_login(settings, error)
    if isinstance(error, WSManFaultError):
        return _explain_fault(settings, error)
    if isinstance(error, WinRMTransportError):
        return _explain_status(settings, error)
    if isinstance(error, requests.RequestException | urllib3.exceptions.HTTPError):
        return _explain_network(settings, error)
    if isinstance(error, ImportError):
        return _explain_missing_package(settings, error)
    if isinstance(error, SpnegoError):
        return "auth", f"cannot log in as {_user(settings)}: {_line(error)}", _SPNEGO_HINT
    if isinstance(error, ValueError) and not isinstance(error, ET.ParseError | UnicodeError):
        return "auth", f"connection: {_line(error)}", "Compare connection.auth, username, password and ssl."
    if isinstance(error, OSError):
        return (
            "certificate",
            _line(error),
            "connection.certificate and validate_certificate name files on this machine.",
        )
    if isinstance(error, LookupError):
        return "refused", f"{_place(settings)} did not ask for a login, so nothing can be encrypted", _PORT_HINT
    if isinstance(error, ET.ParseError):
        return "unreachable", f"what answers at {_place(settings)} does not speak WS-Management", _PORT_HINT
    return "lost", f"the conversation broke off: {_line(error)}", None


_SPNEGO_HINT = "Is the password set, or for Kerberos: does klist show a valid ticket?"
_PORT_HINT = "Compare connection.address, port, ssl and path with: winrm enumerate winrm/config/listener (on the host)."


def _explain_refused_login(settings: Settings, error: AuthenticationError) -> Explanation:
    said = str(error)
    if "authentication methods" in said:
        return (
            "auth",
            f"does not offer auth {settings.auth}: {said.rpartition('actual: ')[2]}",
            "connection.auth must be one that 'winrm get winrm/config/service/auth' shows as true on the host.",
        )
    return (
        "auth",
        f"refused {_user(settings)} by {settings.auth} (401)",
        "The name or password is wrong, or the account is locked, or it is neither in Administrators nor in "
        "Remote Management Users. Tried once and not again, so that the account is not locked.",
    )


def _explain_fault(settings: Settings, fault: WSManFaultError) -> Explanation:
    code = fault.code
    text = _line(fault.provider_fault or fault.reason or fault.message)
    if code == ACCESS_DENIED:
        return "refused", f"access denied for {_user(settings)}: {text}", _ACCESS_HINT
    if code in SHELLS_EXCEEDED:
        return "refused", f"no further shell allowed: {text}", _SHELLS_HINT
    if code in USERS_EXCEEDED:
        return (
            "refused",
            f"too many users have shells: {text}",
            "MaxConcurrentUsers in winrm/config/winrs; try later.",
        )
    if code in QUOTAS or "quota" in text.lower():
        return "refused", f"a quota of WinRM is exhausted: {text}", _QUOTA_HINT
    if code == INVALID_RESOURCE_URI or "resource uri" in text.lower():
        endpoint = settings.configuration_name
        return (
            "refused",
            f"has no endpoint {endpoint!r}: {text}",
            "Get-PSSessionConfiguration on the host lists them.",
        )
    if code in SHELL_GONE:
        return "lost", f"the session on the host is gone ({code})", f"WinRM or the machine was restarted. {text}"
    if code == OPERATION_TIMED_OUT:
        return "lost", f"the host did not answer in time: {text}", "Is the host overloaded?"
    return "refused", f"WinRM fault {code}: {text}", None


_ACCESS_HINT = (
    "The account must be in Administrators; for a local account LocalAccountTokenFilterPolicy must be 1; "
    "a JEA endpoint must allow it."
)
_SHELLS_HINT = (
    "MaxShellsPerUser in winrm/config/winrs. Shells left by dead programs end after their idle timeout; "
    "'winrm enumerate shell' on the host lists them."
)
_QUOTA_HINT = (
    "Compare MaxMemoryPerShellMB, MaxConcurrentOperationsPerUser and the plugin's quotas with what the host runs."
)


def _explain_status(settings: Settings, error: WinRMTransportError) -> Explanation:
    place, code = _place(settings), error.code
    if code == 403:
        return "refused", f"{place} answered 403 Forbidden", _FORBIDDEN_HINT
    if code in (404, 405):
        return "unreachable", f"no WinRM at {place} (HTTP {code})", _PORT_HINT
    if code == PAYLOAD_TOO_LARGE:
        return "refused", "refuses even small messages as too large (413)", "MaxEnvelopeSizekb in winrm/config."
    if code == 400:
        return (
            "refused",
            f"{place} answered 400 Bad Request",
            "Does the port expect TLS, or the proxy change requests?",
        )
    return (
        "unreachable",
        f"{place} answered HTTP {code}",
        "Is the WinRM service running, and is a proxy in between?",
    )


_FORBIDDEN_HINT = "A proxy, an IP filter of the WinRM service, or a client certificate that is mapped to no account."


def _explain_network(settings: Settings, error: BaseException) -> Explanation:
    chain, place = tuple(causes(error)), _place(settings)
    if isinstance(error, requests.exceptions.ProxyError):
        return "unreachable", f"the proxy {settings.proxy} does not lead to {place}: {_line(chain[-1])}", None
    if isinstance(error, requests.TooManyRedirects):
        return "unreachable", f"{place} answers with a redirect: no WinRM there", _PORT_HINT
    if isinstance(error, requests.exceptions.SSLError):
        return _explain_tls(settings, " ".join(str(cause) for cause in chain))
    if any(isinstance(cause, urllib3.exceptions.NameResolutionError) for cause in chain):
        return "unreachable", f"the name {settings.address!r} is not known to DNS", "Is connection.address right?"
    if isinstance(error, requests.ConnectTimeout):
        waited = settings.connect_timeout
        return (
            "unreachable",
            f"{place} does not answer ({waited} s)",
            "Is the host up, and does a firewall drop the port?",
        )
    if any(isinstance(cause, ConnectionRefusedError) for cause in chain):
        return (
            "unreachable",
            f"{place} refuses connections",
            "Is WinRM running there, with a listener on this port?",
        )
    if isinstance(error, requests.ReadTimeout):
        return "lost", f"{place} sent no answer within {settings.read_timeout} s", "Is the host overloaded?"
    if cannot_connect(error):
        return "unreachable", f"{place} cannot be reached: {_line(chain[-1])}", "Is there a route to the host?"
    return "lost", f"the connection to {place} broke: {_line(chain[-1])}", None


def _explain_tls(settings: Settings, said: str) -> Explanation:
    place = _place(settings)
    for mark, sentence, hint in _TLS:
        if mark in said.lower():
            return "certificate", f"{place}: {sentence}", hint
    return "certificate", f"{place}: TLS failed: {_line(said)}", None


_CA_HINT = "Name the CA file in connection.validate_certificate; false turns the check off."
_TLS = (
    (
        "certificate has expired",
        "the certificate of the listener has expired",
        "Renew it on the host, bind the new one.",
    ),
    ("not yet valid", "the certificate of the listener is not valid yet", "Compare the clocks of both machines."),
    ("mismatch", "the certificate is for another name", "connection.address must be a name in the certificate."),
    (
        "doesn't match",
        "the certificate is for another name",
        "connection.address must be a name in the certificate.",
    ),
    ("self-signed", "the certificate is self-signed and not trusted here", _CA_HINT),
    ("self signed", "the certificate is self-signed and not trusted here", _CA_HINT),
    ("unable to get local issuer", "the certificate was issued by a CA that is not trusted here", _CA_HINT),
    ("certificate verify failed", "the certificate cannot be verified", _CA_HINT),
    (
        "wrong version number",
        "the port does not speak TLS",
        "Plain WinRM listens on 5985: ssl: false, or another port.",
    ),
    (
        "record layer failure",
        "the port does not speak TLS",
        "Plain WinRM listens on 5985: ssl: false, or another port.",
    ),
    ("eof occurred", "the host ended the TLS handshake", "Is a certificate bound to the listener?"),
)


def _explain_missing_package(settings: Settings, error: ImportError) -> Explanation:
    extra = settings.auth if settings.auth in ("kerberos", "credssp") else "kerberos"
    return "auth", f"auth {settings.auth} needs a package: {_line(error)}", f"pip install 'iisfleet[{extra}]'"


def _user(settings: Settings) -> str:
    return settings.username or "the current user"


def _place(settings: Settings) -> str:
    return f"{settings.address}:{settings.port}"


def _line(said: object) -> str:
    """One line, for whatever the other side or the system said."""
    return " ".join(str(said).split())[:400]
