"""Certificates of the local machine: real, self-signed, their keys beside the drives.

A certificate is made from its subject and dates alone (the key is derived, the signature deterministic), so its
thumbprint is known before the machine exists: `thumbprint("CN=shop.lab")` may stand in a case file. A lab's
certificate protects nothing. What is imported from a file is kept as it is, without the key: no TLS server has it.
"""

import base64
import binascii
import functools
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)  # fmt: skip

from winlab.windows.errors import NotEmulated, NotFound, WrongPassword
from winlab.windows.jsonfile import JsonFile

NOT_BEFORE = "2025-01-01T00:00:00Z"
NOT_AFTER = "2035-01-01T00:00:00Z"
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class Certificate:
    """As `Cert:\\LocalMachine\\<store>` shows it; times in ISO 8601, UTC; thumbprint 40 upper-case hex digits."""

    thumbprint: str
    subject: str
    store: str
    not_before: str
    not_after: str
    has_private_key: bool
    key_readers: tuple[str, ...] = ()
    imported: str = ""

    @property
    def raw(self) -> bytes:
        """The certificate in DER: `imported` is that in base64, of one that came from a file."""
        if self.imported:
            return base64.b64decode(self.imported)
        pem = make(self.subject, self.not_before, self.not_after)[1]
        return x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)


@functools.lru_cache(maxsize=256)
def make(subject: str, not_before: str = NOT_BEFORE, not_after: str = NOT_AFTER) -> tuple[str, bytes]:
    """(thumbprint, PEM of certificate and key) of a subject like 'CN=shop.lab'; server authentication."""
    seed = hashlib.sha512(f"{subject}|{not_before}|{not_after}".encode()).digest()
    key = ec.derive_private_key(int.from_bytes(seed) % (_P256_ORDER - 1) + 1, ec.SECP256R1())
    name = x509.Name.from_rfc4514_string(subject)
    common = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), int.from_bytes(seed[:8]) | 1)
        .not_valid_before(datetime.fromisoformat(not_before))
        .not_valid_after(datetime.fromisoformat(not_after))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(str(common))]), critical=False)
        .sign(key, SHA256(), ecdsa_deterministic=True)
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.fingerprint(SHA1()).hex().upper(), certificate.public_bytes(Encoding.PEM) + pem  # noqa: S303


def thumbprint(subject: str, not_before: str = NOT_BEFORE, not_after: str = NOT_AFTER) -> str:
    """The thumbprint that `Certificates.add` will give."""
    return make(subject, not_before, not_after)[0]


def pfx(subject: str, password: str, not_before: str = NOT_BEFORE, not_after: str = NOT_AFTER) -> bytes:
    """A PFX file with the certificate that `make` makes, and its key."""
    pem = make(subject, not_before, not_after)[1]
    key, certificate = load_pem_private_key(pem, None), x509.load_pem_x509_certificate(pem)
    assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101 - as made
    protection = BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(subject.encode(), key, certificate, None, protection)


class Certificates:
    """The certificate stores; certificates.json holds a list under 'certificates'."""

    def __init__(self, file: JsonFile) -> None:
        self._file = file

    def of(self, store: str = "My") -> Sequence[Certificate]:
        return [c for c in self.all() if c.store.lower() == store.lower()]

    def all(self) -> Sequence[Certificate]:
        return [_load(entry) for entry in self._file.read().get("certificates", [])]

    def find(self, thumbprint: str, store: str = "My") -> Certificate | None:
        return next((c for c in self.of(store) if c.thumbprint == thumbprint.upper()), None)

    def add(
        self,
        subject: str,
        *,
        store: str = "My",
        not_before: str = NOT_BEFORE,
        not_after: str = NOT_AFTER,
        has_private_key: bool = True,
    ) -> Certificate:
        """Put a new self-signed certificate into a store, replacing the same one."""
        print_ = thumbprint(subject, not_before, not_after)
        made = Certificate(print_, subject, store, not_before, not_after, has_private_key)
        others = [c for c in self.all() if (c.thumbprint, c.store) != (print_, store)]
        self._save([*others, made])
        return made

    def import_pfx(self, content: bytes, password: str, store: str) -> Certificate:
        """Certificate and key of a PFX file. Raises WrongPassword, also for what is no PFX file."""
        try:
            key, found, _ = pkcs12.load_key_and_certificates(content, password.encode() or None)
        except ValueError:
            raise WrongPassword("The specified network password is not correct.") from None
        if found is None:
            raise NotFound("Cannot find the requested object.")
        return self._import(found, store, has_private_key=key is not None)

    def import_certificate(self, content: bytes, store: str) -> Certificate:
        """A certificate without a key, in DER. Raises NotFound for what is none."""
        try:
            found = x509.load_der_x509_certificate(content)
        except (ValueError, binascii.Error):
            raise NotFound("Cannot find the requested object.") from None
        return self._import(found, store, has_private_key=False)

    def _import(self, found: x509.Certificate, store: str, *, has_private_key: bool) -> Certificate:
        made = Certificate(
            thumbprint=found.fingerprint(SHA1()).hex().upper(),  # noqa: S303
            subject=found.subject.rfc4514_string(),
            store=store,
            not_before=found.not_valid_before_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
            not_after=found.not_valid_after_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
            has_private_key=has_private_key,
            imported=base64.b64encode(found.public_bytes(Encoding.DER)).decode(),
        )
        self._save([*(c for c in self.all() if (c.thumbprint, c.store) != (made.thumbprint, store)), made])
        return made

    def remove(self, thumbprint: str, store: str = "My") -> None:
        gone = self._existing(thumbprint, store)
        self._save([c for c in self.all() if c != gone])

    def grant(self, thumbprint: str, store: str, sid: str) -> bool:
        """Let a SID read the private key; False if it could already. Raises NotFound."""
        found = self._existing(thumbprint, store)
        if not found.has_private_key:
            raise NotFound(f"the certificate {thumbprint} has no private key")
        if sid in found.key_readers:
            return False
        granted = Certificate(**{**asdict(found), "key_readers": (*found.key_readers, sid)})
        self._save([granted if c == found else c for c in self.all()])
        return True

    def pem(self, certificate: Certificate) -> bytes:
        """Certificate and key for a TLS server. Raises NotEmulated for one whose key the lab does not have."""
        if certificate.imported:
            raise NotEmulated(f"TLS with the certificate {certificate.thumbprint}, which was imported")
        return make(certificate.subject, certificate.not_before, certificate.not_after)[1]

    def _existing(self, thumbprint: str, store: str) -> Certificate:
        found = self.find(thumbprint, store)
        if found is None:
            raise NotFound(f"there is no certificate {thumbprint} in LocalMachine\\{store}")
        return found

    def _save(self, certificates: Sequence[Certificate]) -> None:
        self._file.write({"certificates": [asdict(c) for c in certificates]})


def _load(entry: Mapping[str, Any]) -> Certificate:
    return Certificate(**{**entry, "key_readers": tuple(entry.get("key_readers", ()))})


def is_valid(certificate: Certificate, at: datetime | None = None) -> bool:
    """Whether the dates hold now (or at another time)."""
    now = at or datetime.now(UTC)
    return datetime.fromisoformat(certificate.not_before) <= now <= datetime.fromisoformat(certificate.not_after)


def write_pem(certificates: Certificates, certificate: Certificate, folder: Path) -> Path:
    """The PEM as a file that only this user reads, as Python's ssl wants it."""
    target = folder / f"{certificate.thumbprint}.pem"
    if not target.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        target.touch(mode=0o600)
        target.write_bytes(certificates.pem(certificate))
    return target
