"""How a host leaves the load balancer before it is disturbed."""

from typing import Annotated

from pydantic import AfterValidator, Field

from iisfleet.inventory.parts import Part, Whole
from iisfleet.inventory.windows import check_file


class Drain(Part):
    """A health flag that the load balancer asks for: while the file is away, no new requests come."""

    flag: Annotated[str, AfterValidator(check_file)] = Field(
        description="File on the host whose absence means: out of service. It is renamed while the host is drained.",
        examples=[r"C:\inetpub\shop\shared\in-service.txt"],
    )
    wait: Annotated[Whole, Field(ge=0, le=3600)] = Field(
        30, description="Seconds from taking the flag away until the load balancer sends nothing more."
    )
