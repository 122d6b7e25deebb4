"""How the controller reaches a host."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from iisfleet.inventory.faults import Faults
from iisfleet.inventory.parts import LocalPath, Part, Seconds, TrueFalseOrPath, Whole, below_inventory
from iisfleet.inventory.secret import Secret

Auth = Literal["negotiate", "ntlm", "kerberos", "certificate", "credssp", "basic"]
WITH_PASSWORD = ("ntlm", "basic", "credssp")
USE_SECRET = "write password: !secret env:NAME (or file:, keyring:, command:)"  # noqa: S105 - a hint


def _default_port(data: dict[str, Any]) -> int:
    return 5986 if data.get("ssl", True) else 5985


class Connection(Part):
    """A WinRM endpoint and who knocks at it. Times are in seconds."""

    address: Annotated[str, Field(pattern=r"^[^\s/]+$")] = Field(
        description="Name or IP address of the host; by default the host's name in the inventory.",
        examples=["web01.corp.example.com", "10.0.4.11"],
    )
    ssl: bool = Field(True, description="HTTPS (true) or HTTP; NTLM, Kerberos and CredSSP encrypt messages on both.")
    port: Annotated[Whole, Field(ge=1, le=65535)] = Field(
        default_factory=_default_port, description="By default 5986 with ssl, else 5985.", examples=[5986]
    )
    auth: Auth = Field("negotiate", description="How to log on.", examples=["kerberos"])
    username: str | None = Field(
        None,
        min_length=1,
        examples=[r"CORP\deploy", "deploy@corp.example.com"],
        description="The account; with kerberos and negotiate the current one if left out.",
    )
    password: Secret | None = Field(None, description="By reference only.", examples=["!secret env:STAGING_PASSWORD"])
    certificate: LocalPath | None = Field(
        None, description="Client certificate (PEM) for auth: certificate.", examples=["deploy.pem"]
    )
    certificate_key: LocalPath | None = Field(
        None, description="Private key (PEM) of the client certificate.", examples=["deploy.key"]
    )
    validate_certificate: Annotated[bool | Path, TrueFalseOrPath, below_inventory] = Field(
        True,
        description="Check the host's certificate: true, false, or the path of a file with trusted certificates.",
        examples=[True, "corp-root.pem"],
    )
    proxy: Annotated[str, Field(pattern=r"^https?://[^\s]+$")] | None = Field(
        None, description="HTTP proxy.", examples=["http://proxy.corp.example.com:3128"]
    )
    connect_timeout: Seconds = Field(30, description="Seconds to connect.")
    operation_timeout: Seconds = Field(20, description="Seconds that the host may take over one answer.")
    read_timeout: Seconds = Field(30, description="Seconds to wait for an answer; more than operation_timeout.")
    retry_timeout: Seconds = Field(90, description="Seconds to go on reading, over new connections, when one broke.")
    script_timeout: Seconds = Field(3600, description="Seconds that one script may take on the host.")
    ask_timeout: Seconds = Field(
        120, description="Seconds to ask a host what became of a script whose connection broke; a reboot takes minutes."
    )
    configuration_name: str = Field(
        "Microsoft.PowerShell", min_length=1, description="Session configuration (endpoint)."
    )
    path: str = Field("wsman", min_length=1, description="Path of the WSMan service.")

    @model_validator(mode="after")
    def _consistent(self, info: ValidationInfo) -> Self:
        faults = Faults()
        if self.read_timeout <= self.operation_timeout:
            faults.add(
                "read_timeout",
                f"must be more than operation_timeout ({self.operation_timeout})",
                "else the controller gives up before the host answers",
            )
        self._check_certificate(faults)
        if not (info.context or {}).get("lab"):  # the lab hands out its own account when it is up
            self._check_account(faults)
        if self.proxy and re.search(r"//[^/@]*:[^/@]*@", self.proxy):
            faults.add("proxy", "may not hold a password in clear text")
        faults.throw()
        return self

    def _check_certificate(self, faults: Faults) -> None:
        if self.auth == "basic" and not self.ssl:
            faults.add("auth", "basic without ssl would send the password in clear text", "write ssl: true")
        if self.auth != "certificate":
            return
        if not self.ssl:
            faults.add("ssl", "must be true with auth: certificate")
        for key in ("certificate", "certificate_key"):
            if getattr(self, key) is None:
                faults.add(key, "is missing: auth: certificate needs it", "the path of a PEM file")

    def _check_account(self, faults: Faults) -> None:
        if self.auth in WITH_PASSWORD and self.username is None:
            faults.add("username", f"is missing: auth: {self.auth} needs it", r"e.g. username: CORP\deploy")
        if self.auth in WITH_PASSWORD and self.password is None:
            faults.add("password", f"is missing: auth: {self.auth} needs it", USE_SECRET)
        if self.password is not None and self.username is None and self.auth not in WITH_PASSWORD:
            faults.add("password", "is of no use without a username")
