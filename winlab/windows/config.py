"""One edit of applicationHost.config: sections, elements and collections with IIS's types and defaults.

The Python twin of the generic API of Microsoft.Web.Administration: what is read includes defaults, what is set
is checked, nothing is on disk before `commit`, and after it a new edit is needed. Values are bool, int or str: an
enum is its name, a time span its text '1.05:00:00', encrypted attributes are in clear.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from winlab.windows.errors import ConfigurationError
from winlab.windows.schema import Attribute, Shape, Value, section_shape

POOLS = "system.applicationHost/applicationPools"
SITES = "system.applicationHost/sites"
Node = etree._Element


def parse(content: bytes) -> Node:
    """The root of a configuration file, entities off. Raises ConfigurationError with IIS's words and the line."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ConfigurationError(f"configuration file is not well-formed XML: {error.msg}") from None
    if root.tag != "configuration":
        raise ConfigurationError("configuration file is not well-formed XML: no <configuration>")
    return root


class Cipher:
    """How encrypted attributes are written and read; the default keeps them as they are."""

    def __init__(self, encrypt: Callable[[str, str], str], decrypt: Callable[[str], str]) -> None:
        self.encrypt = encrypt
        self.decrypt = decrypt


class Element:
    """An element that may not stand in the file yet: it is made by the first write."""

    def __init__(
        self,
        edit: "Edit",
        name: str,
        shape: Shape,
        node: Node | None,
        parent: "Element | None",
        inherited: tuple["Element", ...] = (),
    ) -> None:
        self.edit = edit
        self.name = name
        self.shape = shape
        self._node = node
        self._parent = parent
        self._inherited = inherited

    # Attributes

    def get(self, name: str) -> Value:
        """The effective value: explicit, else inherited, else the schema's default. Raises ConfigurationError."""
        attribute = self._attribute(name)
        for element in (self, *self._inherited):
            text = None if element._node is None else element._node.get(attribute.name)
            if text is not None:
                return attribute.parse(self.edit.cipher.decrypt(text) if attribute.encrypted else text)
        return attribute.default

    def set(self, name: str, value: Any) -> None:
        """Write a value; nothing is done if it stands there explicitly already. Raises ConfigurationError."""
        attribute = self._attribute(name)
        accepted = attribute.accept(value)
        if self.is_explicit(name) and self.get(name) == accepted:
            return
        text = attribute.text(accepted)
        self.make().set(attribute.name, self._sealed(text) if attribute.encrypted else text)

    def is_explicit(self, name: str) -> bool:
        return self._node is not None and self._attribute(name).name in self._node.attrib

    def delete(self, name: str) -> None:
        """Back to what is inherited."""
        if self.is_explicit(name):
            del self.make().attrib[self._attribute(name).name]

    def explicit(self) -> dict[str, Value]:
        """The attributes that stand in the file."""
        return {} if self._node is None else {str(name): self.get(str(name)) for name in self._node.attrib}

    def _sealed(self, text: str) -> str:
        provider = "IISWASOnlyAesProvider" if self.name == "processModel" else "AesProvider"
        return self.edit.cipher.encrypt(text, provider)

    def _attribute(self, name: str) -> Attribute:
        found = self.shape.attributes.get(name)
        if found is None:
            raise ConfigurationError(f"unrecognized attribute {name!r} of <{self.name}>")
        return found

    # Children

    def child(self, name: str) -> "Element":
        """A child element by its name. Raises ConfigurationError."""
        shape = self.shape.elements.get(name)
        if shape is None:
            raise ConfigurationError(f"unrecognized element <{name}> of <{self.name}>")
        node = None if self._node is None else self._node.find(name)
        above = tuple(i.child(name) for i in self._inherited if name in i.shape.elements)
        return Element(self.edit, name, shape, node, self, above)

    @property
    def collection(self) -> "Collection":
        """Raises ConfigurationError if the element has none."""
        if self.shape.collection is None:
            raise ConfigurationError(f"<{self.name}> has no collection")
        return Collection(self)

    @property
    def is_present(self) -> bool:
        """Whether the element stands in the file itself."""
        return self._node is not None

    @property
    def node(self) -> Node | None:
        return self._node

    @property
    def parent(self) -> "Element | None":
        return self._parent

    @property
    def inherited(self) -> tuple["Element", ...]:
        return self._inherited

    def remove(self) -> None:
        """Take the element out of the file, with all in it."""
        self.edit.check_open()
        parent = None if self._node is None else self._node.getparent()
        if parent is not None and self._node is not None:
            parent.remove(self._node)
        self._node = None

    def make(self) -> Node:
        """The node, made with its parents if need be."""
        self.edit.check_open()
        if self._node is None:
            if self._parent is None:
                raise ConfigurationError(f"<{self.name}> was removed")
            parent = self._parent.make()
            found = parent.find(self.name)
            self._node = etree.SubElement(parent, self.name) if found is None else found
        return self._node

    def values(self, prefix: str = "") -> dict[str, Value]:
        """Every effective value below, flat: 'processModel/identityType' -> value; no items of collections."""
        flat = {prefix + name: self.get(name) for name in self.shape.attributes}
        for name in self.shape.elements:
            flat.update(self.child(name).values(f"{prefix}{name}/"))
        return flat

    def __repr__(self) -> str:
        return f"<Element {self.name} {self.explicit()}>"


class Collection:
    """The items of an element. Keys are compared without regard to case unless the schema says otherwise."""

    def __init__(self, owner: Element) -> None:
        assert owner.shape.collection is not None  # noqa: S101 - Element.collection has checked it
        self._owner = owner
        self.schema = owner.shape.collection

    def __iter__(self) -> Iterator[Element]:
        """The inherited items that nothing nearer replaces, farthest first, then the own ones."""
        levels: list[list[Element]] = []
        for element in (self._owner, *self._owner.inherited):
            if element.shape.collection is not None:
                level = Collection(element)
                levels.append([item for item in level.own() if not any(self._same(near, item) for near in levels)])
                if level.is_cleared():
                    break
        return iter([item for level in reversed(levels) for item in level])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def own(self) -> list[Element]:
        """The items that stand in the element itself."""
        node = self._owner.node
        return [] if node is None else [self._item(child) for child in node.iterchildren(self.schema.add)]

    def find(self, **keys: Any) -> Element | None:
        """The item with these attribute values, or None: `pools.find(name="Shop")`."""
        return next((item for item in self if self._matches(item, keys)), None)

    def add(self, **attributes: Any) -> Element:
        """Append an item. Raises ConfigurationError if its key is taken or a required attribute is missing."""
        shape = self.schema.item
        for name, attribute in shape.attributes.items():
            if attribute.required and name not in attributes:
                raise ConfigurationError(f"required attribute {name!r} of <{self.schema.add}> is missing")
        node = etree.Element(self.schema.add)
        item = self._item(node)
        for name, value in attributes.items():
            item.set(name, value)
        self._check_keys(item)
        self._owner.make().append(node)
        return item

    def remove(self, item: Element) -> None:
        item.remove()

    def clear(self) -> None:
        """Remove every own item."""
        for item in self.own():
            item.remove()

    def _item(self, node: Node) -> Element:
        inherited = tuple(self._defaults(self.schema.default_element)) if self.schema.default_element else ()
        return Element(self._owner.edit, self.schema.add, self.schema.item, node, self._owner, inherited)

    def _defaults(self, name: str) -> Iterator[Element]:
        """siteDefaults and the like stand beside the collection, and in the section above it."""
        holder: Element | None = self._owner
        while holder is not None:
            if name in holder.shape.elements:
                yield holder.child(name)
            holder = holder.parent

    def is_cleared(self) -> bool:
        """Whether <clear /> cuts off what would be inherited."""
        node, clear = self._owner.node, self.schema.clear
        return node is not None and clear is not None and node.find(clear) is not None

    def _matches(self, item: Element, keys: Mapping[str, Any]) -> bool:
        return all(self._fold(name, item.get(name)) == self._fold(name, value) for name, value in keys.items())

    def _fold(self, name: str, value: Any) -> Any:
        attribute = self.schema.item.attributes.get(name)
        sensitive = attribute is not None and attribute.case_sensitive
        return value.lower() if isinstance(value, str) and not sensitive else value

    def _same(self, among: list[Element], item: Element) -> bool:
        keys = {name: item.get(name) for name in self.schema.keys}
        return bool(keys) and any(self._matches(other, keys) for other in among)

    def _check_keys(self, item: Element) -> None:
        names = [self.schema.keys] if self.schema.combined else [(key,) for key in self.schema.keys]
        for group in names:
            keys = {name: item.get(name) for name in group}
            if any(self._matches(other, keys) for other in self.own()):
                shown = ", ".join(f"{name}={value!r}" for name, value in keys.items())
                raise ConfigurationError(f"cannot add duplicate collection entry <{self.schema.add}> with {shown}")


class Edit:
    """The file as it was read, and what is pending. Not shared between threads.

    `with machine.iis.edit() as config:` commits at the end of the block; without `with`, `commit()` does.
    """

    def __init__(self, content: bytes, cipher: Cipher, save: Callable[[bytes, str], None]) -> None:
        self.cipher = cipher
        self._root = parse(content)
        self._base = hashlib.sha256(content).hexdigest()
        self._before = etree.tostring(self._root, method="c14n")
        self._save = save
        self._open = True

    @property
    def changed(self) -> bool:
        """Whether the commit would write anything."""
        return self._open and etree.tostring(self._root, method="c14n") != self._before

    def section(self, path: str, location: str | None = None) -> Element:
        """A section of the machine, or of a location like 'Shop' or 'Shop/api', which inherits from those above.

        Raises ConfigurationError for a section that is not registered.
        """
        shape = section_shape(path)
        above = _above(location)
        inherited = tuple(self._section(path, shape, place) for place in above)
        return self._section(path, shape, location, inherited)

    def _section(self, path: str, shape: Shape, location: str | None, inherited: tuple[Element, ...] = ()) -> Element:
        holder = Element(self, "configuration", Shape(), self._root, None)
        if location is not None:
            holder = _Location(self, location, _location_node(self._root, location), holder)
        *groups, name = path.split("/")
        for group in groups:
            node = None if holder.node is None else holder.node.find(group)
            holder = Element(self, group, Shape(), node, holder)
        node = None if holder.node is None else holder.node.find(name)
        return Element(self, name, shape, node, holder, inherited)

    def remove_location(self, location: str) -> None:
        """Take the whole <location> of a path out of the file."""
        node = _location_node(self._root, location)
        if node is not None:
            self.check_open()
            self._root.remove(node)

    def commit(self) -> bool:
        """Write if anything changed, let IIS see it, and end the edit; whether something was written.

        Raises ChangedOnDisk if somebody else wrote the file meanwhile.
        """
        self.check_open()
        written = self.changed
        if written:
            etree.indent(self._root, "    ")
            content = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
            self._save(content, self._base)
        self._open = False
        return written

    def check_open(self) -> None:
        """Raises ConfigurationError once the edit has been committed: begin a new one, as with ServerManager."""
        if not self._open:
            raise ConfigurationError("the configuration object is read only, because it has been committed")

    def __enter__(self) -> "Edit":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and self._open:
            self.commit()


class _Location(Element):
    """`<location path="Shop">`, made when something below it is written."""

    def __init__(self, edit: Edit, location: str, node: Node | None, root: Element) -> None:
        super().__init__(edit, "location", Shape(), node, root)
        self._location = location

    def make(self) -> Node:
        if self._node is None and self._parent is not None:
            self.edit.check_open()
            self._node = etree.SubElement(self._parent.make(), "location", path=self._location)
        return super().make()


def _above(location: str | None) -> list[str | None]:
    """What a location inherits from, nearest first: 'Shop/api' -> ['Shop', '', None]; '' is the machine too."""
    if location is None:
        return [""]
    parts = location.split("/")
    return [*("/".join(parts[:depth]) for depth in range(len(parts) - 1, 0, -1)), "", None]


def _location_node(root: Node, location: str) -> Node | None:
    wanted = location.lower()
    return next((n for n in root.iterchildren("location") if (n.get("path") or "").lower() == wanted), None)
