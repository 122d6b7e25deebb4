"""`*.runtimeconfig.json`: which frameworks the app needs, or brings along."""

from dataclasses import dataclass

from iisfleet.package.jsonfile import mapping, mappings, parse_json


@dataclass(frozen=True)
class Framework:
    """A shared framework by name, such as Microsoft.AspNetCore.App, and the version the app was built for."""

    name: str
    version: str


@dataclass(frozen=True)
class RuntimeConfig:
    """``self_contained``: the frameworks stand in ``includedFrameworks``, as part of the package."""

    frameworks: tuple[Framework, ...]
    self_contained: bool


def parse_runtimeconfig(data: bytes) -> RuntimeConfig:
    """Parses a runtimeconfig.json; raises MalformedFileError.

    Up to 2.x there is one ``framework``, later ``frameworks``, or ``includedFrameworks`` if self-contained.
    """
    options = mapping(parse_json(data).get("runtimeOptions"))
    included = mappings(options.get("includedFrameworks"))
    needed = mappings(options.get("frameworks")) or mappings([options.get("framework")])
    frameworks = (
        Framework(str(item["name"]), str(item.get("version", ""))) for item in (*needed, *included) if "name" in item
    )
    # A self-contained 2.x app names no framework at all.
    return RuntimeConfig(tuple(frameworks), self_contained=bool(included) or not needed)
