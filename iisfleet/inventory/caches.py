"""Package caches of build accounts, and when they are emptied."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from iisfleet.inventory.faults import rule
from iisfleet.inventory.parts import Folder, Part, TimeOfDay

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Method = Literal["auto", "dotnet", "nuget", "folder"]
_FORBIDDEN = set('/[]:;|=,+*?<>"')  # of account names; learn.microsoft.com "Local accounts", user name rules


def _check_account(name: str) -> str:
    parts = name.split("\\")
    if name == "*" or (len(parts) <= 2 and all(part.strip() == part != "" for part in parts) and _is_usable(name)):
        return name
    raise rule(f"is not the name of an account: '{name}'", r"build, BUILD01\build or CORP\svc-build$; all for everyone")


def _is_usable(name: str) -> bool:
    return name.isprintable() and not set(name) & _FORBIDDEN


def _everyone(value: Any) -> Any:
    if value == "all":
        return ("*",)
    return value if isinstance(value, list | tuple) else (value,)


def _lower(value: Any) -> Any:
    items = value if isinstance(value, list | tuple) else (value,)
    return [item.lower() if isinstance(item, str) else item for item in items]


class Caches(Part):
    """Which package caches are emptied, how, and at what times."""

    accounts: Annotated[tuple[Annotated[str, AfterValidator(_check_account)], ...], BeforeValidator(_everyone)] = Field(
        ("*",), min_length=1, description="Whose caches: all, or names of accounts.", examples=["all", ["build"]]
    )
    method: Method = Field(
        "auto",
        description="dotnet or nuget: their own command; folder: the folders; auto: the first that the host has.",
    )
    at: TimeOfDay = Field("03:00", description="Time of day (host's local time).")
    days: Annotated[tuple[Day, ...], BeforeValidator(_lower)] = Field(
        (), description="Days of the week; by default every day.", examples=[["sunday"]]
    )
    paths: tuple[Folder, ...] = Field(
        (), description="More folders whose content is a cache.", examples=[[r"D:\caches\npm"]]
    )
