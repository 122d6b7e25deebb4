"""The TLS bindings of http.sys: httpsys.json maps '0.0.0.0:443' or 'shop.lab:443' to a certificate."""

import ipaddress
import re
from dataclasses import asdict, dataclass

from winlab.windows.certificates import Certificates
from winlab.windows.errors import MachineError, NotFound
from winlab.windows.jsonfile import JsonFile


@dataclass(frozen=True)
class SslCert:
    """One row; thumbprint in lower-case hex as netsh shows it."""

    endpoint: str
    thumbprint: str
    app_id: str
    store: str


class HttpSys:
    """Certificates bound to addresses. Every change checks what http.sys checks."""

    def __init__(self, file: JsonFile, certificates: Certificates) -> None:
        self._file = file
        self._certificates = certificates

    def all(self) -> dict[str, SslCert]:
        return {endpoint: SslCert(**row) for endpoint, row in self._file.read().items()}

    def get(self, endpoint: str) -> SslCert | None:
        return self.all().get(endpoint.lower())

    def put(self, endpoint: str, thumbprint: str, app_id: str, store: str) -> None:
        """Add or replace. Raises NotFound if the certificate is not there with a private key (error 1312)."""
        found = self._certificates.find(thumbprint, store)
        if found is None or not found.has_private_key:
            raise NotFound("A specified logon session does not exist. It may already have been terminated.")
        row = SslCert(check_endpoint(endpoint), thumbprint.lower(), app_id, store)
        self._file.write({**self._file.read(), row.endpoint: asdict(row)})

    def remove(self, endpoint: str) -> None:
        """Raises NotFound (error 2)."""
        if self.get(endpoint) is None:
            raise NotFound("The system cannot find the file specified.")
        self._file.write({name: row for name, row in self._file.read().items() if name != endpoint.lower()})

    def certificate_for(self, address: str, port: int, host: str | None) -> SslCert | None:
        """What a handshake gets: host and port by SNI, then the exact address, then all addresses."""
        bindings = self.all()
        names = ([f"{host}:{port}".lower()] if host else []) + [
            f"{address}:{port}",
            f"0.0.0.0:{port}",
            f"[::]:{port}",
        ]
        return next((bindings[name] for name in names if name in bindings), None)


def check_endpoint(endpoint: str) -> str:
    """'address:port' in lower case. Raises MachineError (error 87)."""
    match = re.match(r"^(\[[0-9a-f:]+\]|[^:]+):(\d+)$", endpoint.lower())
    if not match or not 0 < int(match[2]) < 65536:
        raise MachineError("The parameter is incorrect.")
    return endpoint.lower()


def is_address(host: str) -> bool:
    """Whether text is an IP address (a netsh ipport) and not a host name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
