"""An application pool as the inventory declares it."""

from typing import Annotated, Literal, Self, cast, get_args

from pydantic import AfterValidator, Field, model_validator

from iisfleet.inventory.faults import Faults, rule
from iisfleet.inventory.nearest import did_you_mean
from iisfleet.inventory.parts import Part, TimeOfDay, Whole
from iisfleet.inventory.secret import Secret
from iisfleet.inventory.windows import check_pool_name

IdentityType = Literal["ApplicationPoolIdentity", "LocalSystem", "LocalService", "NetworkService", "SpecificUser"]
_BUILT_IN = tuple(kind for kind in get_args(IdentityType) if kind != "SpecificUser")


def _check_identity(identity: str) -> str:
    if identity in _BUILT_IN or (
        ("\\" in identity or "@" in identity) and all(identity.replace("@", "\\").split("\\"))
    ):
        return identity
    if identity.casefold() == "specificuser":
        raise rule("needs the account itself", r"write its name: identity: CORP\shop")
    raise rule(
        f"is neither an identity of IIS nor an account: '{identity}'",
        f"{did_you_mean(identity, _BUILT_IN)}; an account is written CORP\\shop, a gMSA CORP\\shop$",
    )


class Recycling(Part):
    """When IIS replaces the worker process by itself; what is left out stays as it is on the host."""

    minutes: Annotated[Whole, Field(ge=0, le=432_000)] | None = Field(
        None, description="Regular interval in minutes; 0: never.", examples=[0]
    )
    schedule: tuple[TimeOfDay, ...] | None = Field(
        None, description="Times of day (host's local time).", examples=[["03:00"]]
    )
    requests: Annotated[Whole, Field(ge=0, le=4_294_967_295)] | None = Field(
        None, description="After so many requests; 0: never."
    )
    private_memory_kb: Annotated[Whole, Field(ge=0, le=4_294_967_295)] | None = Field(
        None, description="At so much private memory (KB); 0: never.", examples=[2_000_000]
    )


class Pool(Part):
    """The pool of a site or an application. What is None stays as it is on the host."""

    name: Annotated[str, AfterValidator(check_pool_name)] = Field(
        description="By default the site's name, for an application <site>-<path>.", examples=["Shop"]
    )
    identity: Annotated[str, AfterValidator(_check_identity)] = Field(
        "ApplicationPoolIdentity",
        examples=["ApplicationPoolIdentity", r"CORP\shop$", r"CORP\shop"],
        description="A built-in identity, or an account (SpecificUser); a gMSA ends with $ and has no password.",
    )
    password: Secret | None = Field(
        None,
        description="Of the account in identity; by reference only.",
        examples=["!secret env:SHOP_POOL_PASSWORD"],
    )
    bitness: Literal[64, 32] | None = Field(None, description="By default what the package needs.", examples=[64])
    start_mode: Literal["OnDemand", "AlwaysRunning"] = Field("OnDemand", description="When IIS starts the pool.")
    idle_timeout: Annotated[Whole, Field(ge=0, le=43_200)] | None = Field(
        None, description="Minutes without a request after which the worker ends; 0: never.", examples=[0]
    )
    recycling: Recycling | None = Field(None, description="When the worker process is replaced.")
    load_user_profile: bool | None = Field(None, description="Load the identity's profile (data protection keys).")
    queue_length: Annotated[Whole, Field(ge=10, le=65_535)] | None = Field(
        None, description="Requests that http.sys queues.", examples=[1000]
    )

    @property
    def identity_type(self) -> IdentityType:
        """IIS's processModel.identityType."""
        return cast(IdentityType, self.identity) if self.identity in _BUILT_IN else "SpecificUser"

    @property
    def user_name(self) -> str | None:
        """The account; None for the built-in identities."""
        return self.identity if self.identity_type == "SpecificUser" else None

    @property
    def is_gmsa(self) -> bool:
        """A group managed service account: Windows knows the password."""
        return self.identity.partition("@")[0].endswith("$")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = Faults()
        needed = self.identity_type == "SpecificUser" and not self.is_gmsa
        if needed and self.password is None:
            faults.add(
                "password",
                f"is missing: {self.identity} needs it",
                "write password: !secret env:NAME; the name of a gMSA ends with $",
            )
        if self.password is not None and not needed:
            faults.add(
                "password",
                f"is of no use: {self.identity} has none",
                "take it away, or name an account in identity",
            )
        faults.throw()
        return self
