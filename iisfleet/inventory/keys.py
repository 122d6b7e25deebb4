"""Data protection keys: where an app keeps them, and what the machine demands of them.

Values of the policy: "Configure ASP.NET Core Data Protection" and "Data Protection machine-wide policy",
learn.microsoft.com/aspnet/core/security/data-protection/configuration/machine-wide-policy.
"""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from iisfleet.inventory.binding import check_thumbprint
from iisfleet.inventory.faults import Faults
from iisfleet.inventory.parts import LocalPath, Part, Whole
from iisfleet.inventory.secret import Secret
from iisfleet.inventory.windows import check_share_or_folder

Text = Annotated[str, Field(min_length=1, pattern=r"^[^\r\n\x00;]+$")]


class KeyCertificate(Part):
    """The certificate that encrypts shared keys, the same on every host that reads them."""

    thumbprint: Annotated[str, AfterValidator(check_thumbprint)] = Field(
        description="SHA-1 thumbprint.", examples=["8F43288AD272F3103B6FB1428485EA3014C0BCFE"]
    )
    pfx: LocalPath | None = Field(
        None, description="File with its private key, relative to this one; without it the host must have it.",
        examples=["keys.pfx"],
    )  # fmt: skip
    password: Secret | None = Field(
        None, description="Of the PFX file; by reference only.", examples=["!secret env:SHOP_KEYS_PASSWORD"]
    )
    trusted_root: bool = Field(False, description="Self-signed: put it among the trusted roots too.")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = Faults()
        if self.pfx is not None and self.password is None:
            faults.add("password", "is missing: the PFX file needs it", "write password: !secret env:NAME")
        if self.pfx is None and self.password is not None:
            faults.add("password", "is of no use without pfx")
        faults.throw()
        return self


class DataProtection(Part):
    """Where the keys of a content's pool live; the mode none leaves everything as it is on the host."""

    mode: Literal["none", "registry", "profile", "shared"] = Field(
        "none",
        description="registry: the machine's registry; profile: the identity's profile; shared: a folder, for farms.",
    )
    folder: Annotated[str, AfterValidator(check_share_or_folder)] | None = Field(
        None, description="Of shared keys: a share, or a folder of the host.", examples=[r"\\files\keys\shop"]
    )
    certificate: KeyCertificate | None = Field(None, description="Encrypts shared keys.")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = Faults()
        if self.mode == "shared" and self.folder is None:
            faults.add("folder", "is missing: mode: shared needs it", r"folder: \\files\keys\shop")
        for key in ("folder", "certificate"):
            if self.mode != "shared" and getattr(self, key) is not None:
                faults.add(key, f"is of no use with mode: {self.mode}", "write mode: shared")
        faults.throw()
        return self


_AES: Final = (128, 192, 256)
# Registry value of each key, and the encryption types that know it.
_VALUES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "encryption_type": ("EncryptionType", ("CNG-CBC", "CNG-GCM", "Managed")),
    "encryption_algorithm": ("EncryptionAlgorithm", ("CNG-CBC", "CNG-GCM")),
    "encryption_algorithm_provider": ("EncryptionAlgorithmProvider", ("CNG-CBC", "CNG-GCM")),
    "encryption_algorithm_key_size": ("EncryptionAlgorithmKeySize", ("CNG-CBC", "CNG-GCM", "Managed")),
    "hash_algorithm": ("HashAlgorithm", ("CNG-CBC",)),
    "hash_algorithm_provider": ("HashAlgorithmProvider", ("CNG-CBC",)),
    "encryption_algorithm_type": ("EncryptionAlgorithmType", ("Managed",)),
    "validation_algorithm_type": ("ValidationAlgorithmType", ("Managed",)),
}


class KeyPolicy(Part):
    """What Windows demands of the keys of every ASP.NET Core app on the host, in both registry views."""

    encryption_type: Literal["CNG-CBC", "CNG-GCM", "Managed"] | None = Field(
        None, description="Which family of algorithms; the keys below belong to one."
    )
    key_lifetime: Annotated[Whole, Field(ge=7, le=36_500)] | None = Field(
        None, description="Days that a new key is used.", examples=[90]
    )
    key_escrow_sinks: tuple[Text, ...] | None = Field(
        None, description="Types (assembly-qualified) that get a copy of each new key.",
        examples=[["Contoso.KeyVault.Sink, Contoso.KeyVault"]],
    )  # fmt: skip
    encryption_algorithm: Text | None = Field(None, description="CNG's name; with CNG-CBC and CNG-GCM.")
    encryption_algorithm_provider: Text | None = Field(None, description="CNG provider; with CNG-CBC and CNG-GCM.")
    encryption_algorithm_key_size: Annotated[Whole, Field(ge=128, le=2048, multiple_of=8)] | None = Field(
        None, description="Bits; AES has 128, 192, 256.", examples=[256]
    )
    hash_algorithm: Text | None = Field(None, description="CNG's name; with CNG-CBC.")
    hash_algorithm_provider: Text | None = Field(None, description="CNG provider; with CNG-CBC.")
    encryption_algorithm_type: Text | None = Field(
        None, description="Assembly-qualified type; with Managed.", examples=["System.Security.Cryptography.Aes, ..."]
    )
    validation_algorithm_type: Text | None = Field(
        None, description="Assembly-qualified type; with Managed.",
        examples=["System.Security.Cryptography.HMACSHA256, ..."],
    )  # fmt: skip

    @property
    def values(self) -> dict[str, str | int]:
        """The registry values: name -> text, or a DWORD."""
        values: dict[str, Any] = {name: getattr(self, key) for key, (name, _) in _VALUES.items()}
        values["DefaultKeyLifetime"] = self.key_lifetime
        values["KeyEscrowSinks"] = ";".join(self.key_escrow_sinks) if self.key_escrow_sinks is not None else None
        return {name: value for name, value in values.items() if value is not None}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = Faults()
        for key, (_, types) in _VALUES.items():
            if getattr(self, key) is not None and self.encryption_type not in types:
                have = f"encryption_type: {self.encryption_type}" if self.encryption_type else "no encryption_type"
                faults.add(key, f"is of no use with {have}", f"it belongs to {' and '.join(types)}")
        size = self.encryption_algorithm_key_size
        is_aes = self.encryption_algorithm in (None, "AES") and self.encryption_algorithm_type is None
        if size is not None and is_aes and size not in _AES:
            faults.add("encryption_algorithm_key_size", f"must be 128, 192 or 256 for AES, found '{size}'")
        faults.throw()
        return self
