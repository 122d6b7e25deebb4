"""What a host gets before anything is deployed to it: Windows features, folders, registry values, services."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from iisfleet.inventory.faults import Faults, rule
from iisfleet.inventory.features import check_feature
from iisfleet.inventory.parts import Part, Seconds
from iisfleet.inventory.windows import check_path, check_share_or_path

Kind = Literal["String", "ExpandString", "MultiString", "Dword", "Qword", "Binary"]
_MOST = {"Dword": 2**32 - 1, "Qword": 2**64 - 1}
_HIVES = {"HKLM": "HKEY_LOCAL_MACHINE", "HKEY_LOCAL_MACHINE": "HKEY_LOCAL_MACHINE"}


def _check_key(key: str) -> str:
    hive, _, rest = key.partition("\\")
    hive = hive.removesuffix(":").upper()  # HKLM:\... is how PowerShell writes it
    if hive not in _HIVES:
        raise rule(f"is not a key of the machine's registry: '{key}'", r"HKLM\SOFTWARE\Contoso; setup runs as SYSTEM")
    if "/" in rest:  # PowerShell's registry provider takes it for \, and DSC's resource fails
        hint = "set such a key by a policy or by reg.exe"
        raise rule(f"holds a key with a / in its name, which PowerShell cannot reach: '{key}'", hint)
    parts = rest.rstrip("\\").split("\\")
    if len(parts) < 2 or not all(parts) or not key.isprintable() or any(len(part) > 255 for part in parts):
        raise rule(f"is not the path of a registry key: '{key}'", r"HKLM\SOFTWARE\Contoso")
    return "\\".join((_HIVES[hive], *parts))


def _check_value(value: Any) -> Any:
    if isinstance(value, list | tuple):
        if all(isinstance(item, str) for item in value):
            return tuple(value)
        raise rule("is a list of something else than text", "write its items in quotes")
    if isinstance(value, str) or type(value) is int:
        return value
    raise rule("expects text, a whole number or a list of text", "write it in quotes")


class RegistryValue(Part):
    """One value of the machine's registry."""

    key: Annotated[str, AfterValidator(_check_key)] = Field(description="HKLM only.", examples=[r"HKLM\SOFTWARE\Shop"])
    name: Annotated[str, Field(pattern=r"^[^\x00\r\n]{1,255}$")] = Field(
        description="Name of the value.", examples=["Mode"]
    )
    kind: Kind = Field("String", description="Type of the value.", examples=["Dword"])
    value: Annotated[str | int | tuple[str, ...], BeforeValidator(_check_value)] = Field(
        description="Text, a number for Dword and Qword, a list for MultiString, hex digits for Binary.",
        examples=["on", 1, ["a", "b"]],
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = Faults()
        if problem := _misfit(self.kind, self.value):
            faults.add("value", *problem)
        faults.throw()
        return self


def _misfit(kind: Kind, value: str | int | tuple[str, ...]) -> tuple[str, str] | None:
    """Why a value cannot be of a kind."""
    if kind in _MOST:
        fits = isinstance(value, int) and 0 <= value <= _MOST[kind]
        return None if fits else (f"is no {kind}", f"a whole number from 0 to {_MOST[kind]}")
    if kind == "MultiString":
        return None if isinstance(value, tuple) else ("is no MultiString", "a list: [first, second]")
    if not isinstance(value, str):
        return f"is no {kind}", "write it in quotes"
    if kind == "Binary" and (len(value) % 2 or set(value.casefold()) - set("0123456789abcdef") or not value):
        return "is no Binary", "pairs of hexadecimal digits, without 0x"
    return ("holds a line break", "a registry text is one line") if set(value) & set("\r\n\0") else None


def _default_state(data: dict[str, Any]) -> Literal["Running", "Stopped"]:
    return "Stopped" if data.get("startup") == "Disabled" else "Running"


class Service(Part):
    """How a Windows service shall be."""

    startup: Literal["Automatic", "Manual", "Disabled"] | None = Field(
        None, description="Start type; by default as it is on the host."
    )
    state: Literal["Running", "Stopped"] = Field(
        default_factory=_default_state, description="By default Running, with startup: Disabled Stopped."
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        """DSC's own resource refuses both (MSFT_ServiceResource)."""
        faults = Faults()
        if (self.startup, self.state) == ("Disabled", "Running"):
            faults.add("state", "cannot be Running with startup: Disabled")
        if (self.startup, self.state) == ("Automatic", "Stopped"):
            faults.add("state", "cannot be Stopped with startup: Automatic", "write startup: Manual or Disabled")
        faults.throw()
        return self


def _check_services(services: Any) -> Any:
    if not isinstance(services, dict):
        return services
    faults, seen = Faults(), dict[str, str]()
    for name in services:
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            faults.add(name, f"is the same service as {twin}", "Windows does not tell upper from lower case")
        if not name or len(name) > 256 or set(name) & set("/\\") or not name.isprintable():
            faults.add(name, "is not the name of a service", "its short name: W3SVC")
    faults.throw()
    return services


class Setup(Part):
    """What the host gets. ``features`` are names of Windows Server; desktop Windows gets its own names for them."""

    method: Literal["dsc", "scripts"] = Field(
        "dsc", description="dsc: Windows' own desired state configuration, where the host has it; scripts: without it."
    )
    features: tuple[Annotated[str, AfterValidator(check_feature)], ...] = Field(
        ("Web-Mgmt-Console",),
        description="Windows features beside those that the declared sites need.",
        examples=[["Web-Mgmt-Console", "Web-Http-Tracing"]],
    )
    source: Annotated[str, AfterValidator(check_share_or_path)] | None = Field(
        None,
        description="Installation media for features (sources\\sxs), where Windows Update cannot be reached.",
        examples=[r"\\files\media\2022\sources\sxs"],
    )
    folders: tuple[Annotated[str, AfterValidator(check_path)], ...] = Field(
        (), description="Folders that shall exist.", examples=[[r"D:\logs\shop"]]
    )
    registry: tuple[RegistryValue, ...] = Field(
        (), description="Values of the machine's registry.",
        examples=[[{"key": r"HKLM\SOFTWARE\Shop", "name": "Mode", "value": "on"}]],
    )  # fmt: skip
    services: Annotated[dict[str, Service], BeforeValidator(_check_services)] = Field(
        default_factory=dict, description="Windows services by their short names.",
        examples=[{"Spooler": {"startup": "Disabled"}}],
    )  # fmt: skip
    timeout: Seconds = Field(3600, description="Seconds that the whole of it may take on a host.")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = Faults()
        faults_of_twins(faults, "features", [name.casefold() for name in self.features])
        faults_of_twins(faults, "folders", [path.casefold() for path in self.folders])
        faults_of_twins(faults, "registry", [(v.key.casefold(), v.name.casefold()) for v in self.registry])
        for number, value in enumerate(self.registry):
            if self.method == "dsc" and value.kind == "Binary" and str(value.value).startswith("00"):
                hint = "write setup: {method: scripts}"
                faults.add(("registry", number, "value"), "begins with 00: DSC would drop the zeros", hint)
        faults.throw()
        return self


def faults_of_twins(faults: Faults, key: str, items: list[Any]) -> None:
    """Each thing is declared once: DSC refuses two resources for it."""
    for number, item in enumerate(items):
        if item in items[:number]:
            faults.add((key, number), "is said twice", "take one away")
