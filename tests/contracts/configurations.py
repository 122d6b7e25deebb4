"""Strategies for applicationHost.config: any that the schema allows, some with one wrong value, single settings."""

from hypothesis import strategies as st
from lxml import etree

from winlab.windows.config import POOLS, SITES, Node
from winlab.windows.schema import Attribute, Shape, Value, section_shape
from winlab.windows.topology import AUTHENTICATION

KINDS = ("anonymousAuthentication", "basicAuthentication", "windowsAuthentication")
SITE = "Shop"
# The machine, the location that is the machine too, a site, an application of it.
LOCATIONS = (None, "", SITE, f"{SITE}/api")
_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"], include_characters="\t\n"), max_size=12
)
NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters='|<>&"/[]+=;:,?*@\\', exclude_categories=("C", "Z")),
    min_size=1,
    max_size=20,
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=30)
_WRONG = {
    "bool": ("maybe", "1", "", "truefalse"),
    "uint": ("ten", "", "1.5", "0x10"),
    "int": ("ten", "", "1.5"),
    "int64": ("ten", "", "1e3"),
    "enum": ("NoSuchName", "a, b"),
    "flags": ("NoSuchFlag",),
    "timeSpan": ("an hour", "1:2", ""),
}


@st.composite
def configurations(draw: st.DrawFn) -> Node:
    """The root of a file with pools, sites, defaults of both, and authentication at machine and locations."""
    root = etree.Element("configuration")
    for path in (POOLS, SITES):
        _place(root, path, draw(_element(path.split("/")[-1], section_shape(path))))
    for location in LOCATIONS:
        if location is None or draw(st.booleans()):
            holder = root if location is None else etree.SubElement(root, "location", path=draw(_cased(location)))
            for kind in KINDS:
                path = f"{AUTHENTICATION}/{kind}"
                _place(holder, path, draw(_element(kind, section_shape(path))))
    return root


@st.composite
def broken(draw: st.DrawFn) -> Node:
    """A file in which one attribute of a pool or a site has a value of another type."""
    root = draw(configurations())
    path = draw(st.sampled_from([POOLS, SITES]))
    section, collection = root.find(path), section_shape(path).collection
    assert section is not None
    assert collection is not None
    typed = [attribute for attribute in collection.item.attributes.values() if attribute.kind in _WRONG]
    attribute = draw(st.sampled_from(typed))
    item = etree.SubElement(section, collection.add, name="Reader")
    item.set(attribute.name, draw(st.sampled_from(_WRONG[attribute.kind])))
    return root


def pool_settings() -> st.SearchStrategy[tuple[str, str, Value]]:
    """(path of the element, attribute, value) of what a pool may have."""
    pool = section_shape(POOLS).collection.item  # type: ignore[union-attr]
    limits = pool.attributes["queueLength"].check
    return st.one_of(
        st.tuples(st.just(""), st.just("queueLength"), st.integers(limits["min"], limits["max"])),
        st.tuples(st.just(""), st.just("autoStart"), st.booleans()),
        st.tuples(st.just(""), st.just("startMode"), st.sampled_from(list(pool.attributes["startMode"].names))),
        st.tuples(st.just("processModel"), st.just("userName"), TEXTS),
        st.tuples(st.just("processModel"), st.just("password"), TEXTS),
        st.tuples(st.just("recycling/periodicRestart"), st.just("requests"), st.integers(0, 4294967295)),
        st.tuples(
            st.just("processModel"), st.just("idleTimeout"), st.sampled_from(["00:00:00", "01:00:00", "2.03:00:00"])
        ),
    )


def _place(holder: Node, path: str, element: Node) -> None:
    for group in path.split("/")[:-1]:
        found = holder.find(group)
        holder = etree.SubElement(holder, group) if found is None else found
    holder.append(element)


def _cased(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from([name, name.lower(), name.upper()])


@st.composite
def _element(draw: st.DrawFn, tag: str, shape: Shape, keys: tuple[str, ...] = ()) -> Node:
    node = etree.Element(tag)
    for name, attribute in shape.attributes.items():
        if name in keys or attribute.required or draw(st.integers(0, 3)) == 0:
            node.set(name, draw(_value(attribute)))
    for name, below in shape.elements.items():
        if draw(st.integers(0, 2)) == 0:
            node.append(draw(_element(name, below)))
    if shape.collection is not None:
        _fill(draw, node, shape)
    return node


def _fill(draw: st.DrawFn, node: Node, shape: Shape) -> None:
    collection = shape.collection
    assert collection is not None
    if collection.clear and draw(st.integers(0, 5)) == 0:
        node.append(etree.Element(collection.clear))
    taken: set[tuple[str, ...]] = set()
    groups = [collection.keys] if collection.combined else [(key,) for key in collection.keys]
    for _ in range(draw(st.integers(0, 2))):
        item = draw(_element(collection.add, collection.item, collection.keys))
        mine = {(*group, *(item.get(key, "").lower() for key in group)) for group in groups}
        if not mine & taken:
            taken |= mine
            node.append(item)


def _value(attribute: Attribute) -> st.SearchStrategy[str]:
    check = attribute.check
    match attribute.kind:
        case "bool":
            return st.sampled_from(["true", "false", "True", "FALSE"])
        case "uint" | "int" | "int64":
            numbers = (0, 4294967295) if check.get("exclude") or "min" not in check else (check["min"], check["max"])
            return st.integers(*numbers if attribute.kind != "int" else (0, 2**31 - 1)).map(str)
        case "enum":
            return st.sampled_from(sorted(attribute.names)).flatmap(_cased)
        case "flags":
            return st.lists(st.sampled_from(sorted(attribute.names)), unique=True).map(",".join)
        case "timeSpan":
            return st.tuples(st.integers(0, 40), st.integers(0, 59), st.integers(0, 59)).map(_span)
    return _text(attribute, str(check.get("kind", "")))


def _span(parts: tuple[int, int, int]) -> str:
    hours, minutes, seconds = parts
    return f"{hours:02}:{minutes:02}:{seconds:02}" if hours < 24 else f"1.{hours - 24:02}:{minutes:02}:{seconds:02}"


def _text(attribute: Attribute, check: str) -> st.SearchStrategy[str]:
    match check:
        case "applicationPath" | "virtualDirectoryPath":
            return st.sampled_from(["/", "/api", "/API", "/a/b", "/\u00e9"])
        case "siteName" | "applicationPoolName":
            return st.sampled_from([SITE, SITE.lower(), "Office", "\u00c4rger \u4f60", "a'b"])
        case "nonEmptyString":
            return _TEXT.filter(bool)
    return _TEXT
