"""Where a site listens."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from iisfleet.inventory.faults import Faults, rule
from iisfleet.inventory.parts import Part, Whole
from iisfleet.inventory.windows import check_binding_address, check_binding_host


def check_thumbprint(text: str) -> str:
    """Text pasted from certmgr carries spaces and an invisible U+200E."""
    clean = "".join(c for c in text if c.isascii() and c.isprintable() and c not in " :").upper()
    if len(clean) == 40 and set(clean) <= set("0123456789ABCDEF"):
        return clean
    raise rule(f"is not a thumbprint: {len(clean)} characters", "40 hexadecimal digits (SHA-1)")


class Certificate(Part):
    """A certificate that the host has, with its private key: by thumbprint, or the newest valid of a subject."""

    thumbprint: Annotated[str, AfterValidator(check_thumbprint)] | None = Field(
        None, description="SHA-1 thumbprint.", examples=["8F43288AD272F3103B6FB1428485EA3014C0BCFE"]
    )
    subject: str | None = Field(
        None,
        min_length=1,
        description="Subject; the newest valid certificate is taken.",
        examples=["CN=shop.example.com"],
    )
    store: str = Field(
        "My", pattern=r"^[A-Za-z0-9 ]+$", description="Store of the machine.", examples=["My", "WebHosting"]
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.thumbprint is None) == (self.subject is None):
            raise rule("needs either thumbprint or subject", "exactly one of the two")
        return self


def _default_port(data: dict[str, Any]) -> int:
    return 443 if data.get("protocol") == "https" else 80


def _default_sni(data: dict[str, Any]) -> bool:
    return data.get("protocol") == "https" and bool(data.get("host"))


class Binding(Part):
    """One binding of a site, as IIS knows it."""

    protocol: Literal["http", "https"] = Field("http", description="http or https.")
    address: Annotated[str, AfterValidator(check_binding_address)] = Field(
        "*", description="IP address of the host, * for all.", examples=["*", "10.0.4.11"]
    )
    port: Annotated[Whole, Field(ge=1, le=65535)] = Field(
        default_factory=_default_port, description="By default 80, with https 443.", examples=[443]
    )
    host: Annotated[str, AfterValidator(check_binding_host)] = Field(
        "", description="Host name that requests must carry; empty: any.", examples=["shop.example.com"]
    )
    sni: bool = Field(
        default_factory=_default_sni,
        description="The host name selects the certificate; default for https with a host.",
    )
    certificate: Certificate | None = Field(None, description="Needed with https.")

    @property
    def information(self) -> str:
        """IIS's bindingInformation, ``*:80:shop``."""
        address = f"[{self.address}]" if ":" in self.address else self.address
        return f"{address}:{self.port}:{self.host}"

    @property
    def ssl_flags(self) -> int:
        """IIS's sslFlags: 1 for SNI."""
        return 1 if self.sni else 0

    @property
    def endpoint(self) -> tuple[str, int]:
        return self.address, self.port

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = Faults()
        secure = self.protocol == "https"
        if secure and self.certificate is None:
            faults.add(
                "certificate",
                "is missing: https needs it",
                "certificate: {subject: CN=shop.example.com}, or thumbprint",
            )
        if not secure and self.certificate is not None:
            faults.add("certificate", "is of no use on http", "write protocol: https")
        if self.sni and not secure:
            faults.add("sni", "is of no use on http", "write protocol: https")
        if self.sni and not self.host:
            faults.add("sni", "needs a host", "host: shop.example.com")
        faults.throw()
        return self
