"""The machine's keys: DPAPI in machine scope, and IIS's providers for encrypted attributes."""

import base64
import hashlib
import hmac
import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from winlab.windows.errors import MachineError

_ENCRYPTED = re.compile(r"^\[enc:(\w*):([A-Za-z0-9+/=]*):enc\]$")


class Dpapi:
    """Text that only this machine can read. The key lies beside the drives, where no script of the host looks."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key: bytes | None = None

    def protect(self, text: str) -> str:
        """Base64 of encrypted text, different each time, as DPAPI's is."""
        return base64.b64encode(self._seal(text, os.urandom(12))).decode()

    def unprotect(self, text: str) -> str:
        """Raises MachineError for what was not protected here."""
        return self._open(text)

    def encrypt_attribute(self, text: str, provider: str = "AesProvider") -> str:
        """As IIS writes a password: `[enc:Provider:base64:enc]`; equal text gives equal results."""
        nonce = hmac.digest(self._secret(), text.encode(), hashlib.sha256)[:12]
        return f"[enc:{provider}:{base64.b64encode(self._seal(text, nonce)).decode()}:enc]"

    def decrypt_attribute(self, text: str) -> str:
        """The clear text of an attribute; text that is not encrypted stands for itself, as in IIS."""
        match = _ENCRYPTED.match(text)
        if not match:
            return text
        return self._open(match[2]) if match[2] else ""

    def _seal(self, text: str, nonce: bytes) -> bytes:
        return nonce + AESGCM(self._secret()).encrypt(nonce, text.encode(), None)

    def _open(self, text: str) -> str:
        try:
            sealed = base64.b64decode(text, validate=True)
            return AESGCM(self._secret()).decrypt(sealed[:12], sealed[12:], None).decode()
        except (ValueError, InvalidTag):
            raise MachineError("the data is invalid: it was not protected on this machine") from None

    def _secret(self) -> bytes:
        if self._key is None:
            if not self._path.exists():
                self._path.touch(mode=0o600)
                self._path.write_bytes(AESGCM.generate_key(256))
            self._key = self._path.read_bytes()
        return self._key
