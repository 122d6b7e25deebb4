"""Installers that a host shall have run: hosting bundle, VC++ redistributable, Web Deploy."""

import hashlib
import re
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from iisfleet.errors import ConfigError, Problem
from iisfleet.inventory.faults import Faults, rule
from iisfleet.inventory.parts import Part, Sha256, Whole, below_inventory
from iisfleet.inventory.windows import check_unc, is_unc

Option = Literal["OPT_NO_X86", "OPT_NO_RUNTIME", "OPT_NO_SHAREDFX", "OPT_NO_SHARED_CONFIG_CHECK"]


def _local_or_unc(value: Any) -> Any:
    if isinstance(value, Path):
        return value
    if not isinstance(value, str) or not value:
        raise rule("expects the path of an installer", r"a file relative to this one, or \\server\share\setup.exe")
    return check_unc(value) if is_unc(value) else Path(value)


def _check_ending(value: Path | str) -> Path | str:
    if PureWindowsPath(value).suffix.casefold() not in (".exe", ".msi"):
        raise rule(f"is no installer: '{value}'", "a file that ends in .exe or .msi")
    return value


Source = Annotated[Path | str, BeforeValidator(_local_or_unc), AfterValidator(_check_ending), below_inventory]
Version = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+){0,3}(-[0-9A-Za-z.-]+)?$")]


class HostPackage(Part):
    """An installer, where it lies, and the version that it brings."""

    _says_version: ClassVar[re.Pattern[str] | None] = None

    version: Version = Field(description="What it installs.", examples=['"4.0"', "14.40.33810"])
    installer: Source = Field(
        description=r"A file of this machine, relative to the inventory, or a share: \\server\share\setup.exe.",
        examples=["../installers/WebDeploy_amd64_en-US.msi", r"\\files\installers\WebDeploy_amd64_en-US.msi"],
    )
    sha256: Sha256 | None = Field(
        None, description="Of the installer; needed for one on a share, else computed.", examples=["9f86d081884c..."]
    )
    timeout: Annotated[Whole, Field(ge=1, le=600)] = Field(30, description="Minutes that it may take.")

    @property
    def is_local(self) -> bool:
        """A file of this machine, which is sent to the host; else the host fetches it from a share."""
        return isinstance(self.installer, Path)

    @property
    def arguments(self) -> tuple[str, ...]:
        """Properties for its command line, ``OPT_NO_X86=1``."""
        return ()

    def digest(self) -> str:
        """SHA-256 (hex) of the installer: as declared, or of the local file, which must then be what is declared.

        Raises ConfigError for a local file that is missing or another one than ``sha256`` says.
        """
        if not isinstance(self.installer, Path):
            return self.sha256 or ""
        computed = _digest(self.installer)
        if self.sha256 not in (None, computed):
            sentence = f"is another file than the inventory says: its SHA-256 is {computed}"
            raise ConfigError([Problem(self.installer, sentence, hint=f"expected {self.sha256}")])
        return computed

    @model_validator(mode="before")
    @classmethod
    def _read_name(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "version" in data or not cls._says_version:
            return data
        name = cls._says_version.search(str(data.get("installer", "")))
        return {**data, "version": name[1] or name[2]} if name else data

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = Faults()
        if self.sha256 is None and not self.is_local:
            faults.add("sha256", "is missing: an installer on a share needs it", "Get-FileHash shows it")
        faults.throw()
        return self


class HostingBundle(HostPackage):
    """The ASP.NET Core hosting bundle: the module of IIS, runtimes and the shared framework."""

    # dotnet-hosting-10.0.12-win.exe, and until 2.x DotNetCore.2.0.9-WindowsHosting.exe.
    _says_version = re.compile(
        r"dotnet-hosting-([0-9][0-9A-Za-z.-]*)-win\.exe$|DotNetCore\.([0-9.]+)-WindowsHosting\.exe$", re.IGNORECASE
    )

    version: Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$")] = Field(
        description="By default what the installer's name says.", examples=["10.0.12"]
    )
    installer: Source = Field(
        description=r"A file of this machine, relative to the inventory, or a share: \\server\share\setup.exe.",
        examples=["../installers/dotnet-hosting-10.0.12-win.exe"],
    )
    options: tuple[Option, ...] = Field(
        (), description="What it leaves out; Windows remembers it for later versions.", examples=[["OPT_NO_X86"]]
    )

    @property
    def arguments(self) -> tuple[str, ...]:
        return tuple(f"{option}=1" for option in self.options)


class Packages(Part):
    """What hosts need beside IIS itself; None: as it is on the host."""

    hosting_bundle: HostingBundle | None = Field(None, description="The ASP.NET Core hosting bundle.")
    vc_redist: HostPackage | None = Field(None, description="Visual C++ redistributable (2015 to 2022).")
    web_deploy: HostPackage | None = Field(None, description="Web Deploy.")


def _digest(path: Path) -> str:
    try:
        return _read_digest(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise ConfigError([Problem(path, f"cannot be read: {error.strerror or error}")]) from None


@cache
def _read_digest(path: Path, _changed: int) -> str:
    """Read once for all hosts, and again only if the file has changed."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
