"""When a release counts as alive."""

import re
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from iisfleet.inventory.faults import Faults, rule
from iisfleet.inventory.parts import OneOrMany, Part, Seconds, Whole
from iisfleet.inventory.windows import check_url_path

_ONLY_DOTNET = ("(?<", "(?'", "\\p{", "\\P{", "(?>", "(?n", "(?(", "[a-z-[")


def _check_pattern(pattern: str) -> str:
    """The host's engine is .NET's: what only .NET knows is left to the host."""
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        if not any(mark in pattern for mark in _ONLY_DOTNET):
            raise rule(f"is not a regular expression: {error}", "a backslash escapes . ( ) [ ] * + ? | ^ $") from None
    return pattern


Status = Annotated[Whole, Field(ge=100, le=599)]


class Check(Part):
    """One request and the answer that proves the release."""

    path: Annotated[str, AfterValidator(check_url_path)] = Field(
        "/", description="Path and query.", examples=["/healthz"]
    )
    status: Annotated[tuple[Status, ...], OneOrMany] = Field(
        (200,), min_length=1, description="Status codes that are good.", examples=[200, [200, 401]]
    )
    body: Annotated[str, AfterValidator(_check_pattern)] | None = Field(
        None,
        min_length=1,
        description="Regular expression (.NET) found in the body.",
        examples=['"status":\\s*"ok"'],
    )
    header: Annotated[str, Field(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")] | None = Field(
        None, description="A header that the answer must have.", examples=["X-Version"]
    )
    header_value: str | None = Field(None, description="The header's exact value.", examples=["1.2.0"])

    @model_validator(mode="after")
    def _complete(self) -> Self:
        faults = Faults()
        if self.header_value is not None and self.header is None:
            faults.add("header_value", "needs a header", "header: X-Version")
        faults.throw()
        return self


_OF_A_CHECK = tuple(Check.model_fields)


def _own_check(data: dict[str, Any]) -> tuple[Check, ...]:
    return (Check.model_construct(**{key: data[key] for key in _OF_A_CHECK if key in data}),)


class Health(Check):
    """The gate after a publish: one check written here, or several in ``checks``. Times are in seconds."""

    checks: tuple[Check, ...] = Field(
        default_factory=_own_check,
        min_length=1,
        description="Several checks; each must pass.",
        examples=[[{"path": "/healthz"}, {"path": "/version", "header": "X-Version"}]],
    )
    timeout: Seconds = Field(60, description="Seconds until all checks must have passed.")
    interval: Annotated[float, Field(gt=0, le=60)] = Field(1, description="Seconds between two tries.")
    request_timeout: Seconds = Field(10, description="Seconds that one request may take.")
    binding: Annotated[Whole, Field(ge=0)] | None = Field(
        None,
        description="Which of the site's bindings to ask, counted from 0; by default the first.",
        examples=[1],
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        faults = Faults()
        if "checks" in self.model_fields_set:
            for key in sorted(self.model_fields_set & set(_OF_A_CHECK)):
                faults.add(key, "stands beside checks", "write it into one of the checks")
        faults.throw()
        return self
