"""A site, its applications, and the contents that are deployed to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from iisfleet.inventory.binding import Binding
from iisfleet.inventory.content import Content, PackageUrl, Share, check_content, default_page, share_of
from iisfleet.inventory.faults import Faults
from iisfleet.inventory.health import Health
from iisfleet.inventory.keys import DataProtection
from iisfleet.inventory.once import RunOnce
from iisfleet.inventory.parts import ContentFolder, Part, Seconds, Whole
from iisfleet.inventory.pool import Pool
from iisfleet.inventory.secret import Secret
from iisfleet.inventory.windows import (
    check_application_path,
    check_site_name,
    check_variable_name,
    check_variable_value,
)


def _check_environment(env: object) -> object:
    if not isinstance(env, dict):
        return env
    faults, seen = Faults(), dict[str, str]()
    for name, value in env.items():
        faults.check(name, check_variable_name, name)
        if isinstance(value, str):
            faults.check(name, check_variable_value, value)
        elif not isinstance(value, Secret):
            faults.add(name, f"expects text, found {_said(value)}", "write it in quotes")
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            faults.add(name, f"is the same variable as {twin}", "Windows does not tell upper from lower case")
    faults.throw()
    return env


def _said(value: object) -> str:
    return {bool: "true or false", int: "a number", float: "a number", list: "a list"}.get(type(value), "a mapping")


Environment = Annotated[dict[str, str | Secret], BeforeValidator(_check_environment)]
Keep = Annotated[Whole, Field(ge=2, le=100)]


def _complete(body: Mapping[str, Any], target: str, default_pool: str) -> dict[str, Any]:
    """Names the pool, and its secrets by the pool: that is what makes them unique on a host."""
    if isinstance(share := body.get("share"), dict) and "password" in share:
        body = {**body, "share": {**share, "password": _named(share["password"], f"share/{target}/password")}}
    pool = body.get("pool", {})
    if not isinstance(pool, dict):
        return dict(body)
    pool = {"name": default_pool, **pool}
    prefix = f"pool/{pool['name']}"
    if isinstance(pool.get("password"), Secret):
        pool["password"] = pool["password"].named(f"{prefix}/password")
    filled = {**body, "pool": pool}
    if isinstance(keys := body.get("data_protection"), dict):
        filled["data_protection"] = _named_certificate(keys, f"{prefix}/certificate")
    if isinstance(env := body.get("env"), dict):
        filled["env"] = {k: _named(v, f"{prefix}/environment/{k}") for k, v in env.items()}
    return filled


def _named_certificate(keys: dict[str, Any], name: str) -> dict[str, Any]:
    certificate = keys.get("certificate")
    if not isinstance(certificate, dict) or "password" not in certificate:
        return keys
    return {**keys, "certificate": {**certificate, "password": _named(certificate["password"], name)}}


def _named(value: object, name: str) -> object:
    return value.named(name) if isinstance(value, Secret) else value


def _applications(applications: Any, site: str) -> Any:
    """The mapping path -> settings of the file as the list of the model."""
    if not isinstance(applications, dict):
        return applications
    return [
        {**_complete(body, site + path, site + path.rstrip("/").replace("/", "-")), "path": path}
        if isinstance(body, dict)
        else body
        for path, body in applications.items()
    ]


class Application(Content):
    """An application below a site: a content of its own in a pool of its own."""

    path: Annotated[str, AfterValidator(check_application_path)] = Field(description="URL path.", examples=["/api"])
    folder: ContentFolder = Field(description="Where its releases live on the host.", examples=[r"C:\inetpub\shop-api"])
    pool: Pool = Field(description="By default a pool <site>-<path>.")
    shared_pool: bool = Field(False, description="Said by all that share one pool on purpose.")
    env: Environment = Field(
        default_factory=dict,
        description="Environment variables of the pool; exactly these.",
        examples=[{"ASPNETCORE_ENVIRONMENT": "Staging"}],
    )
    keep_releases: Keep = Field(5, description="Releases that stay on the host.")
    preload: bool = Field(False, description="Start without a first request.")
    data_protection: DataProtection = Field(
        default_factory=DataProtection, description="Where the app keeps its data protection keys."
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = Faults()
        check_content(self, faults)
        _check_profile(self, faults)
        faults.throw()
        return self


class Site(Content):
    """A site of IIS: what it serves, where, as whom, and when it counts as alive."""

    name: Annotated[str, AfterValidator(check_site_name)] = Field(description="The key of the site.")
    path: ContentFolder = Field(description="Where its releases live on the host.", examples=[r"C:\inetpub\shop"])
    bindings: tuple[Binding, ...] = Field(
        min_length=1,
        description="Where it listens; exactly these.",
        examples=[[{"port": 80, "host": "shop.example.com"}]],
    )
    pool: Pool = Field(description="By default a pool with the site's name.")
    undeclared: Literal["exact", "merge"] = Field(
        "exact",
        description="merge: bindings, variables and access that a host has beside those declared here stay.",
    )
    shared_pool: bool = Field(False, description="Said by all that share one pool on purpose.")
    env: Environment = Field(
        default_factory=dict,
        description="Environment variables of the pool; exactly these.",
        examples=[{"ASPNETCORE_ENVIRONMENT": "Staging"}],
    )
    health: Health = Field(default_factory=Health, description="The gate after a publish.")
    preload: bool = Field(False, description="Start without a first request.")
    applications: tuple[Application, ...] = Field((), description="Applications below the site, by URL path.")
    keep_releases: Keep = Field(5, description="Releases that stay on the host.")
    authentication: "Authentication | None" = Field(None, description="What is left out stays as it is on the host.")
    start_timeout: Seconds = Field(60, description="Seconds until site and pool must be started.")
    run_once: RunOnce | None = Field(None, description="A command of the release that runs once, on the first host.")
    data_protection: DataProtection = Field(
        default_factory=DataProtection, description="Where the app keeps its data protection keys."
    )

    @property
    def features(self) -> tuple[str, ...]:
        """Windows features that this site uses beside the web server itself."""
        asks = self.authentication or Authentication()
        needs = (("Web-Windows-Auth", asks.windows), ("Web-Basic-Auth", asks.basic), ("Web-AppInit", self._preloads))
        return tuple(feature for feature, needed in needs if needed)

    @property
    def _preloads(self) -> bool:
        return self.preload or any(application.preload for application in self.applications)

    @property
    def targets(self) -> "tuple[Target, ...]":
        """The root's content, then the applications'."""
        return tuple(self._targets())

    def _targets(self) -> "Iterator[Target]":
        yield _target(self, self, "/", self.path)
        for application in self.applications:
            yield _target(application, self, application.path, application.folder)

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("name"), str):
            return data
        filled = _complete(data, data["name"], data["name"])
        if "applications" in data:
            filled["applications"] = _applications(data["applications"], data["name"])
        return filled

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults, seen = Faults(), dict[str, str]()
        check_content(self, faults)
        _check_profile(self, faults)
        index = self.health.binding
        if index is not None and index >= len(self.bindings):
            faults.add(
                ("health", "binding"),
                f"is {index}, but the site has {len(self.bindings)} binding(s)",
                "counted from 0",
            )
        for number, application in enumerate(self.applications):
            twin = seen.setdefault(application.path.casefold(), application.path)
            if twin != application.path:
                faults.add(("applications", number), f"is the same application as {twin}", "IIS ignores case")
        faults.throw()
        return self


def _check_profile(part: Site | Application, faults: Faults) -> None:
    """ASP.NET Core looks for the profile first: where it is loaded, the registry is not used."""
    mode, loads = part.data_protection.mode, part.pool.load_user_profile
    if (mode, loads) in (("profile", False), ("registry", True)):
        said = str(loads).lower()
        faults.add(("pool", "load_user_profile"), f"is {said}, which data_protection: {mode} cannot work with")


class Authentication(Part):
    """Authentication of the site; None leaves it as it is."""

    anonymous: bool | None = Field(None, description="Anonymous requests.")
    windows: bool | None = Field(None, description="Windows authentication (the feature must be installed).")
    basic: bool | None = Field(None, description="Basic authentication (the feature must be installed).")


@dataclass(frozen=True)
class Target:
    """A content that is deployed: ``Shop`` (application ``/``) or ``Shop/api``; ``folder`` is a Windows path.

    ``preserve``: what no publish touches, relative to the content. ``offline_page`` is the text of the page.
    """

    name: str
    site: str
    application: str
    folder: str
    package: Path | PackageUrl | None
    pool: Pool
    env: Mapping[str, str | Secret]
    keep_releases: int
    preload: bool
    data_protection: DataProtection
    publish: Literal["switch", "in-place"]
    preserve: tuple[str, ...]
    offline: Literal["page", "pools"]
    offline_page: str
    suspend_timeout: int
    share: Share | None
    undeclared: Literal["exact", "merge"]

    @property
    def store(self) -> str:
        """Where its releases live on the host: beside a content that is published in place."""
        return self.folder if self.content is None else f"{self.folder}.iisfleet"

    @property
    def content(self) -> str | None:
        """The folder whose files are replaced where they are; None with ``publish: switch``."""
        return self.folder if self.publish == "in-place" else None

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """The secrets that a script needs to set this content's pool and its keys' certificate."""
        certificate = self.data_protection.certificate
        values = (*self.env.values(), self.pool.password, certificate.password if certificate else None)
        return tuple(value for value in values if isinstance(value, Secret))


def _target(part: Site | Application, site: Site, application: str, folder: str) -> Target:
    name = site.name if application == "/" else site.name + application
    return Target(
        name, site.name, application, folder, part.package, part.pool, part.env, part.keep_releases, part.preload,
        part.data_protection, part.publish, part.preserve, part.offline, part.offline_page or default_page(),
        part.suspend_timeout, share_of(part), site.undeclared,
    )  # fmt: skip


Site.model_rebuild()
