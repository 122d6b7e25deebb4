"""web.config of an application, as the ASP.NET Core Module reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from winlab.windows.config import Node, parse
from winlab.windows.errors import ConfigurationError, MachineError


@dataclass(frozen=True)
class WebConfig:
    """module: the handler's module, or None without an ASP.NET Core handler; hosting_model in lower case.

    inherited_by_children: the handler stands where sub-applications inherit it.
    """

    module: str | None = None
    process_path: str = ""
    arguments: str = ""
    hosting_model: str = "outofprocess"
    environment: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    inherited_by_children: bool = False


def read_web_config(folder: Path) -> WebConfig | None:
    """None if there is no web.config. Raises ConfigurationError (500.19) for a malformed or repeated one."""
    try:
        content = (folder / "web.config").read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    root = parse(content)
    holders = [(root, True), *((n, n.get("inheritInChildApplications") != "false") for n in _own_locations(root))]
    found = [(node, inherited) for node, inherited in holders if node.find("system.webServer") is not None]
    return _merge([(node.find("system.webServer"), inherited) for node, inherited in found])


def _own_locations(root: Node) -> list[Node]:
    return [node for node in root.iterchildren("location") if node.get("path", "") in ("", ".")]


def _merge(servers: list[tuple[Node | None, bool]]) -> WebConfig:
    handlers = [
        (add, inherited)
        for server, inherited in servers
        if server is not None
        for add in server.iterfind("handlers/add")
    ]
    names = [add.get("name") for add, _ in handlers]
    if len(names) != len(set(names)):
        raise ConfigurationError("cannot add duplicate collection entry of type 'add' with unique key attribute 'name'")
    ours = next(((a, i) for a, i in handlers if "AspNetCoreModule" in (a.get("modules") or "")), None)
    element = next((n for s, _ in servers if s is not None for n in s.iterfind("aspNetCore")), None)
    if ours is None:
        return WebConfig()
    attributes = {} if element is None else {str(name): str(value) for name, value in element.items()}
    return WebConfig(
        ours[0].get("modules"),
        attributes.get("processPath", ""),
        attributes.get("arguments", ""),
        attributes.get("hostingModel", "outofprocess").lower(),
        _pairs(element, "environmentVariables/environmentVariable"),
        _pairs(element, "handlerSettings/handlerSetting"),
        ours[1],
    )


def _pairs(element: Node | None, path: str) -> dict[str, str]:
    nodes = [] if element is None else element.iterfind(path)
    return {str(node.get("name")): str(node.get("value", "")) for node in nodes}


def _quietly(folder: Path) -> WebConfig:
    try:
        return read_web_config(folder) or WebConfig()
    except MachineError:
        return WebConfig()


def is_in_process(folder: Path) -> bool:
    """Whether the content would run inside the worker process; a broken file would not run at all."""
    config = _quietly(folder)
    return config.module is not None and config.hosting_model == "inprocess"


def keeps_running(folder: Path) -> bool:
    """handlerSetting disallowRotationOnConfigChange (reference: windows.md, ANCM)."""
    return _quietly(folder).settings.get("disallowRotationOnConfigChange", "").lower() == "true"
