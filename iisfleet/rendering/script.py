"""A rendered script: immutable, and named by what it says."""

import hashlib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Script:
    """Text that runs alone on a host.

    Its parameters are ``Secrets`` (name to SecureString) and ``WhatIf``; its pipeline input is content in chunks.
    """

    name: str
    text: str

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the UTF-8 text, in lower-case hex: what the run's record names a script by."""
        return hashlib.sha256(self.text.encode()).hexdigest()
