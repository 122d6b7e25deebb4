"""How a host leaves the load balancer before it is disturbed."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from iisfleet.inventory.faults import Faults, rule
from iisfleet.inventory.health import Status
from iisfleet.inventory.parts import OneOrMany, Part, Seconds, Whole
from iisfleet.inventory.secret import Secret
from iisfleet.inventory.windows import check_file

_WAYS = ("flag", "http", "command")
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HOLDER = re.compile(r"\{([a-z]*)\}")
HOLDERS = ("host", "address")


def _check_url(url: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+([/?][^\s#]*)?", url):
        raise rule(f"is not a URL that can be asked: '{url}'", "https://lb.example.com/pools/web/{host}, without user")
    return check_holders(url)


def check_holders(text: str) -> str:
    """``{host}`` and ``{address}`` stand for the host that is drained; nothing else stands in such braces."""
    unknown = next((name for name in _HOLDER.findall(text) if name and name not in HOLDERS), None)
    if unknown is not None:
        raise rule(f"names {{{unknown}}}, which stands for nothing", "{host}: its name; {address}: where it is reached")
    return text


def _check_headers(headers: object) -> object:
    if not isinstance(headers, dict):
        return headers
    faults = Faults()
    for name, value in headers.items():
        if not _HEADER.fullmatch(str(name)):
            faults.add(name, "is not the name of a header", "letters, digits and dashes: X-Api-Key")
        if isinstance(value, str):
            if not value.isprintable():
                faults.add(name, "has a character that a header cannot hold")
            faults.check(name, check_holders, value)
        elif not isinstance(value, Secret):
            faults.add(name, "expects text or !secret", "write it in quotes")
    faults.throw()
    return headers


Word = Annotated[str, AfterValidator(check_holders)]
Words = Annotated[tuple[Word, ...], Field(min_length=1)]


class HttpCall(Part):
    """A request that this machine sends to the load balancer."""

    url: Annotated[str, AfterValidator(_check_url)] = Field(
        description="{host} is the name of the host, {address} where it is reached.",
        examples=["https://lb.example.com/api/pools/shop/members/{host}"],
    )
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = Field("POST", description="Method.")
    status: Annotated[tuple[Status, ...], OneOrMany] = Field(
        (200, 201, 202, 204), min_length=1, description="Status codes that are good.", examples=[200]
    )
    headers: Annotated[dict[str, str | Secret], BeforeValidator(_check_headers)] = Field(
        default_factory=dict, description="Text, or !secret env:NAME.", examples=[{"Content-Type": "application/json"}]
    )
    body: Word | None = Field(None, description="What is sent.", examples=['{"enabled": false}'])


class HttpDrain(Part):
    """Calls of the load balancer's API."""

    out: HttpCall = Field(description="Takes the host out of rotation.")
    back: HttpCall = Field(description="Puts it back.")


class CommandDrain(Part):
    """Programs of this machine, without a shell."""

    out: Words = Field(description="Takes the host out of rotation.", examples=[["lb", "disable", "{host}"]])
    back: Words = Field(description="Puts it back.", examples=[["lb", "enable", "{host}"]])


class Drain(Part):
    """Exactly one way out of the rotation, and what is then waited for."""

    flag: Annotated[str, AfterValidator(check_file)] | None = Field(
        None,
        description="File on the host whose absence means: out of service. It is renamed while the host is drained.",
        examples=[r"C:\inetpub\shop\shared\in-service.txt"],
    )
    http: HttpDrain | None = Field(None, description="The load balancer is told by HTTP, from this machine.")
    command: CommandDrain | None = Field(None, description="The load balancer is told by a program of this machine.")
    wait: Annotated[Whole, Field(ge=0, le=3600)] = Field(
        30, description="Seconds from then on until the load balancer sends nothing more."
    )
    connections: Annotated[Whole, Field(ge=1, le=1000000)] | None = Field(
        None, description="Then wait until fewer connections to the host's sites are left.", examples=[5]
    )
    timeout: Seconds = Field(60, description="Seconds that a call, and the wait for connections, may take.")

    @property
    def seconds(self) -> int:
        """How long a host may take until it is out of rotation."""
        return self.wait + (self.timeout if self.connections else 0)

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What the calls of this machine need; no script gets them."""
        calls = (self.http.out, self.http.back) if self.http else ()
        return tuple(value for call in calls for value in call.headers.values() if isinstance(value, Secret))

    @model_validator(mode="before")
    @classmethod
    def _name_secrets(cls, data: Any) -> Any:
        """Each by its place, which makes it unique on a host."""
        if not isinstance(data, dict) or not isinstance(http := data.get("http"), dict):
            return data
        named = {way: _named(call, f"drain/{way}") if isinstance(call, dict) else call for way, call in http.items()}
        return {**data, "http": named}

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        faults = Faults()
        said = [way for way in _WAYS if getattr(self, way) is not None]
        if not said:
            faults.add("flag", "is missing: how does the host leave the load balancer?", "flag, http or command")
        for way in said[1:]:
            faults.add(way, f"stands beside {said[0]}", "a host leaves the load balancer in one way")
        faults.throw()
        return self


def _named(call: dict[str, Any], prefix: str) -> dict[str, Any]:
    headers = call.get("headers")
    if not isinstance(headers, dict):
        return call
    named = {k: v.named(f"{prefix}/headers/{k}") if isinstance(v, Secret) else v for k, v in headers.items()}
    return {**call, "headers": named}
