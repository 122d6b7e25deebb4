"""What a site and an application have in common: where their files come from, and how they go live."""

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from iisfleet import resources
from iisfleet.inventory.faults import Faults, rule
from iisfleet.inventory.parts import Part, Seconds, Sha256, below_inventory
from iisfleet.inventory.secret import Secret
from iisfleet.inventory.windows import check_relative, check_unc, is_unc

MAX_PAGE: Final = 64 * 1024
_IIS_OWN: Final = ("web.config", "app_offline.htm")
ON_WINDOWS: Final = os.name == "nt"


class PackageUrl(Part):
    """A zip that this machine downloads before anything is connected to."""

    url: str = Field(description="http or https.", examples=["https://builds.example.com/Shop.Web-1.4.2.zip"])
    sha256: Sha256 = Field(description="Of the zip, 64 hexadecimal digits.", examples=["9f86d081884c..."])

    @property
    def shown(self) -> str:
        """The URL without what may be a secret: user, password, query."""
        parts = urlsplit(self.url)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = Faults()
        faults.check("url", check_url, self.url)
        faults.throw()
        return self


def check_url(url: str) -> str:
    """What can be asked for over HTTP. The text itself is not repeated: it may hold a password."""
    hint = "https://builds.example.com/Shop.Web-1.4.2.zip"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if usable and url.isascii() and url.isprintable() and " " not in url:
        return url
    raise rule("is not a URL of http or https", hint)


class Share(Part):
    """The same publish output on a share, from which a host copies it by itself."""

    path: Annotated[str, AfterValidator(check_unc)] = Field(
        description=r"\\server\share\folder, as the hosts reach it.", examples=[r"\\files\drop\Shop.Web"]
    )
    username: str | None = Field(
        None,
        pattern=r"^[^\s\x00]([^\r\n\x00]*[^\s\x00])?$",
        description="Account that may read it; without one the computer account of the host reads it.",
        examples=[r"CORP\reader"],
    )
    password: Secret | None = Field(
        None, description="Of the account; by reference only.", examples=["!secret env:READER_PASSWORD"]
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = Faults()
        if self.username and self.password is None:
            faults.add("password", f"is missing: {self.username} needs it", "write password: !secret env:NAME")
        if self.password is not None and not self.username:
            faults.add("username", "is missing: the password is of no use without it", r"username: CORP\reader")
        faults.throw()
        return self


def _read_package(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, dict):
        return PackageUrl.model_validate(value, context=info.context)
    if isinstance(value, Path | PackageUrl):
        return value
    if not isinstance(value, str):
        raise rule("expects a folder or a zip, or url and sha256", "package: ../publish/Shop.Web")
    return read_package_path(value)


def read_package_path(text: str) -> Path:
    """A folder or zip of this machine; raises what ``rule`` makes for a URL without hash and an unreadable share."""
    if text.casefold().startswith(("http://", "https://")):
        raise rule("is a URL without its hash", "package: {url: https://..., sha256: ...}")
    if is_unc(text) and text.startswith("\\") and not ON_WINDOWS:
        raise rule(
            "is on a share, which this machine cannot read by that name",
            f"mount it, and write package: the folder of the mount, share: {text}",
        )
    return Path(text)


def _read_page(value: Any, info: ValidationInfo) -> str:
    """The text of the file: read when the inventory is, so that nothing is missing once hosts are changing."""
    if not isinstance(value, str) or not value:
        raise rule("expects the path of an HTML file", "offline_page: offline.htm")
    folder = (info.context or {}).get("folder")
    path = Path(value).expanduser() if value.startswith("~") else Path(value)
    try:
        data = ((folder / path) if folder else path).read_bytes()
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise rule(f"is not UTF-8 text: '{value}'", "save the page as UTF-8") from None
    except (OSError, ValueError) as error:
        raise rule(f"cannot be read: {getattr(error, 'strerror', None) or error}: '{value}'") from None
    if not 0 < len(data) <= MAX_PAGE or "\0" in text:
        raise rule(f"is no page to show: {len(data)} bytes", f"HTML in one file of at most {MAX_PAGE} bytes")
    return text


@cache
def default_page() -> str:
    """The page that is shown when the inventory names none."""
    return (resources.templates() / "site" / "app_offline.htm").read_text(encoding="utf-8")


def _check_preserved(path: str) -> str:
    text = check_relative(path)
    if text.casefold() in _IIS_OWN:
        raise rule(f"is {text}, which each publish writes", "a file or folder that only the app writes")
    return text


Preserved = Annotated[str, AfterValidator(_check_preserved)]
Page = Annotated[str, BeforeValidator(_read_page)]


class Content(Part):
    """Where files come from, and how they go live."""

    package: Annotated[Path | PackageUrl, BeforeValidator(_read_package), below_inventory] | None = Field(
        None,
        description="Publish output: folder or zip, relative to this file, or url and sha256 of a zip.",
        examples=["../publish/Shop.Web"],
    )
    share: Share | None = Field(
        None,
        description="The same publish output on a share: hosts copy it from there; nothing is sent to them.",
        examples=[r"\\files\drop\Shop.Web"],
    )
    publish: Literal["switch", "in-place"] = Field(
        "switch",
        description="switch: a folder per release, then the physical path; in-place: files replaced where they are.",
    )
    preserve: tuple[Preserved, ...] = Field(
        (),
        description="Of in-place: files and folders below the content that no publish touches.",
        examples=[["App_Data", r"wwwroot\uploads"]],
    )
    offline: Literal["page", "pools"] = Field(
        "page", description="Of in-place: what stops the app meanwhile: app_offline.htm, or its stopped pools."
    )
    offline_page: Page | None = Field(
        None, description="HTML file that is shown meanwhile, relative to this file.", examples=["offline.htm"]
    )
    suspend_timeout: Seconds = Field(
        60, description="Of in-place: seconds until the app must have let go of its files."
    )


def check_content(content: Content, faults: Faults) -> None:
    """What is said for nothing is a mistake: whoever preserves uploads relies on it."""
    if content.publish == "switch":
        for key in ("preserve", "offline_page"):
            if getattr(content, key):
                faults.add(key, "is of no use with publish: switch", "each release has a folder of its own")
    elif content.offline == "pools" and content.offline_page:
        faults.add("offline_page", "is of no use with offline: pools", "stopped pools show nothing")
    seen = set[str]()
    for number, path in enumerate(content.preserve):
        if path.casefold() in seen:
            faults.add(("preserve", number), "is said twice", "take one away")
        seen.add(path.casefold())


def share_of(content: Content) -> Share | None:
    """A package that this machine reads from a share is copied by the hosts from there."""
    if content.share is None and isinstance(content.package, Path) and is_unc(str(content.package)):
        return Share(path=str(content.package))
    return content.share


def relative_below(folder: str, places: Iterable[str]) -> Iterator[str]:
    """Those of some Windows paths that lie below a folder, relative to it."""
    root = PureWindowsPath(folder)
    for place in places:
        path = PureWindowsPath(place)
        if root in path.parents:
            yield str(path.relative_to(root))


def joined(paths: Sequence[str], more: Iterable[str]) -> tuple[str, ...]:
    """Windows paths without repetition."""
    return tuple({path.casefold(): path for path in (*more, *paths)}.values())
