"""What an installer writes into applicationHost.config: modules and sections. Pure: content in, content out."""

import re
from collections.abc import Mapping

from lxml import etree

from winlab.windows.config import Node, parse

_GLOBAL, _USED = "system.webServer/globalModules", "location/system.webServer/modules"
_SECTIONS = "configSections/sectionGroup[@name='system.webServer']"


def add_modules(content: bytes, images: Mapping[str, str]) -> bytes:
    """Register modules (name -> image) and use them; one that is there stays as it is.

    Raises ConfigurationError for a file that is not well formed.
    """
    root = parse(content)
    for place in (_GLOBAL, _USED):
        parent = _the(root, place)
        there = {node.get("name") for node in parent}
        for name in [name for name in images if name not in there]:
            extra = {"image": images[name]} if place == _GLOBAL else {"lockItem": "true"}
            _append(parent, etree.Element("add", {"name": name, **extra}))
    return _written(root)


def remove_modules(content: bytes, *names: str) -> bytes:
    """The opposite."""
    root = parse(content)
    for place in (_GLOBAL, _USED):
        parent = _the(root, place)
        for node in [node for node in parent if node.get("name") in names]:
            parent.remove(node)
    return _written(root)


def add_section(content: bytes, name: str) -> bytes:
    """Declare a section of system.webServer that every web.config may use."""
    root = parse(content)
    group = _the(root, _SECTIONS)
    if group.find(f"section[@name='{name}']") is None:
        _append(group, etree.Element("section", {"name": name, "overrideModeDefault": "Allow"}))
    return _written(root)


def remove_section(content: bytes, name: str) -> bytes:
    """The opposite."""
    root = parse(content)
    group = _the(root, _SECTIONS)
    for node in group.findall(f"section[@name='{name}']"):
        group.remove(node)
    return _written(root)


def _the(root: Node, path: str) -> Node:
    found = root.find(path)
    if found is None:
        raise LookupError(f"applicationHost.config without {path}")
    return found


def _append(parent: Node, node: Node) -> None:
    """With the indentation of the children before it."""
    if len(parent):
        node.tail = parent[-1].tail
        parent[-1].tail = parent.text
    parent.append(node)


def _written(root: Node) -> bytes:
    """As IIS writes it, so that a line that nobody touched stays as it is."""
    text = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{re.sub(r"(?<! )/>", " />", text)}\n'.encode()
