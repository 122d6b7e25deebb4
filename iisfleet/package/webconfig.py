"""`web.config`: what hands requests to the app, with line numbers. Element names count, namespaces do not."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from iisfleet.package.jsonfile import MalformedFileError

MODULE_V1 = "AspNetCoreModule"
MODULE_V2 = "AspNetCoreModuleV2"

# Guide, row A14: configuration of .NET Framework, which ASP.NET Core does not read.
_UNUSED = ("system.web", "appSettings", "connectionStrings")


@dataclass(frozen=True)
class Handler:
    """``<add>`` under ``<handlers>``; ``inherited``: sub-applications get it too."""

    name: str
    path: str
    modules: str
    line: int
    inherited: bool


@dataclass(frozen=True)
class Variable:
    name: str
    value: str
    line: int


@dataclass(frozen=True)
class AspNetCore:
    """The ``<aspNetCore>`` element, as written."""

    process_path: str
    arguments: str
    hosting_model: str
    stdout_log: bool
    variables: tuple[Variable, ...]
    line: int


@dataclass(frozen=True)
class Unused:
    """An element that ASP.NET Core does not read."""

    element: str
    line: int


@dataclass(frozen=True)
class WebConfig:
    """What applies to the root of the app: outside a location, or in one whose path is '.' or empty."""

    handlers: tuple[Handler, ...]
    aspnetcore: AspNetCore | None
    unused: tuple[Unused, ...]

    @property
    def handler(self) -> Handler | None:
        """The handler of the ASP.NET Core Module, of either version."""
        modules = (MODULE_V1.lower(), MODULE_V2.lower())
        return next((handler for handler in self.handlers if handler.modules.lower() in modules), None)


def parse_webconfig(data: bytes) -> WebConfig:
    """Parses a web.config; entities stay as they are. Raises MalformedFileError with its line."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise MalformedFileError(error.msg or "it is empty", error.lineno) from error
    if _name(root) != "configuration":
        raise MalformedFileError(f"its root is <{_name(root)}>, not <configuration>", _line(root))
    return WebConfig(
        handlers=tuple(_handlers(root)),
        aspnetcore=next(
            (_aspnetcore(found) for server, _ in _servers(root) for found in _named(server, "aspNetCore")), None
        ),
        unused=tuple(_unused(root)),
    )


def _servers(root: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Each ``<system.webServer>`` that applies to the root, and whether sub-applications inherit it."""
    for server in _named(root, "system.webServer"):
        yield server, True
    for location in _named(root, "location"):
        if location.get("path", "") in ("", "."):
            inherited = location.get("inheritInChildApplications", "true").lower() != "false"
            yield from ((server, inherited) for server in _named(location, "system.webServer"))


def _handlers(root: etree._Element) -> Iterator[Handler]:
    for server, inherited in _servers(root):
        for handlers in _named(server, "handlers"):
            for add in _named(handlers, "add"):
                name, path, modules = (add.get(key, "") for key in ("name", "path", "modules"))
                yield Handler(name, path, modules, _line(add), inherited)


def _aspnetcore(element: etree._Element) -> AspNetCore:
    return AspNetCore(
        process_path=element.get("processPath", ""),
        arguments=element.get("arguments", ""),
        hosting_model=element.get("hostingModel", ""),
        stdout_log=element.get("stdoutLogEnabled", "false").lower() == "true",
        variables=tuple(
            Variable(variable.get("name", ""), variable.get("value", ""), _line(variable))
            for variables in _named(element, "environmentVariables")
            for variable in _named(variables, "environmentVariable")
        ),
        line=_line(element),
    )


def _unused(root: etree._Element) -> Iterator[Unused]:
    for parent in (root, *_named(root, "location")):
        for element in parent:
            if _name(element) in _UNUSED:
                place = "" if parent is root else f" in the <location> of line {_line(parent)}"
                yield Unused(f"<{_name(element)}>{place}", _line(element))


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return (element for element in parent if _name(element) == name)


def _name(element: etree._Element) -> str:
    # Entities and processing instructions have a function for a tag.
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0
