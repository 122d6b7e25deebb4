"""SOAP envelopes of WS-Management ([MS-WSMV], DSP0226) <-> frozen dataclasses."""

import base64
import binascii
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

S = "http://www.w3.org/2003/05/soap-envelope"
WSA = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
WSMV = "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"
RSP = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
WST = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
WSEN = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
FAULT = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault"
IDENTITY = "http://schemas.dmtf.org/wbem/wsman/identify/1/wsmanidentity.xsd"
PWSH = "http://schemas.microsoft.com/powershell"
CONFIG = "http://schemas.microsoft.com/wbem/wsman/1/config"

_PREFIXES = {"s": S, "a": WSA, "w": WSMAN, "p": WSMV, "rsp": RSP, "x": WST, "n": WSEN, "f": FAULT, "cfg": CONFIG}
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")


class BadEnvelope(Exception):
    """A body that is no SOAP envelope of WS-Management."""


@dataclass(frozen=True)
class Request:
    """One request. action: the last word of the URI (Create, Command, Identify, ...); timeout in seconds."""

    action: str
    action_uri: str
    message_id: str
    resource: str
    timeout: float
    selectors: Mapping[str, str]
    options: Mapping[str, str]
    session: str
    body: etree._Element | None = field(repr=False)

    @property
    def shell(self) -> str | None:
        """The ShellId that the request is about."""
        return self.selectors.get("ShellId")


def parse_request(text: bytes) -> Request:
    """Read one envelope. Entities, DTDs and the network are off. Raises BadEnvelope."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False)
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise BadEnvelope(f"not XML: {error}") from error
    if root.tag != f"{{{S}}}Envelope" or b"<!DOCTYPE" in text[:1024]:
        raise BadEnvelope(f"the root is {root.tag}")
    header, body = root.find(f"{{{S}}}Header"), root.find(f"{{{S}}}Body")
    content = body[0] if body is not None and len(body) else None
    if content is not None and content.tag == f"{{{IDENTITY}}}Identify":
        return Request("Identify", "", "", "", 60.0, {}, {}, "", content)
    if header is None:
        raise BadEnvelope("there is no header")
    uri = _text(header, WSA, "Action")
    return Request(
        action=uri.rpartition("/")[2],
        action_uri=uri,
        message_id=_text(header, WSA, "MessageID"),
        resource=_text(header, WSMAN, "ResourceURI"),
        timeout=seconds(_text(header, WSMAN, "OperationTimeout")) or 60.0,
        selectors=_named(header, "SelectorSet", "Selector"),
        options=_named(header, "OptionSet", "Option"),
        session=_text(header, WSMV, "SessionId"),
        body=content,
    )


def seconds(duration: str) -> float | None:
    """PT20S, P1DT2H -> seconds; None for anything else."""
    match = _DURATION.fullmatch(duration)
    if not match or not any(match.groups()):
        return None
    days, hours, minutes, rest = (float(part or 0) for part in match.groups())
    return days * 86400 + hours * 3600 + minutes * 60 + rest


def parse_uuid(text: str | None) -> uuid.UUID:
    """A ShellId or CommandId. Raises BadEnvelope."""
    try:
        return uuid.UUID(text or "")
    except ValueError as error:
        raise BadEnvelope(f"{text} is no UUID") from error


def decode(text: str | None) -> bytes:
    """Base64 of fragments. Raises BadEnvelope."""
    try:
        return base64.b64decode(text or "")
    except binascii.Error as error:
        raise BadEnvelope("the fragments are not Base64") from error


def answer(request: Request, body: str = "") -> bytes:
    """The response to a request, around the text of its body."""
    return _envelope(f"{request.action_uri}Response", request.message_id, body)


def fault(request: Request | None, code: int, message: str, subcode: str = "w:InternalError") -> bytes:
    """A SOAP fault with the WSManFault detail from which clients take the code ([MS-WSMV] 2.2.4.43)."""
    body = (
        "<s:Fault><s:Code><s:Value>s:Receiver</s:Value>"
        f"<s:Subcode><s:Value>{subcode}</s:Value></s:Subcode></s:Code>"
        f'<s:Reason><s:Text xml:lang="en-US">{escape(message)}</s:Text></s:Reason>'
        f'<s:Detail><f:WSManFault Code="{code}" Machine="winlab"><f:Message>{escape(message)}</f:Message>'
        "</f:WSManFault></s:Detail></s:Fault>"
    )
    return _envelope(f"{WSMAN[:-10]}/fault", request.message_id if request else "", body)


def identify() -> bytes:
    """The answer to Identify (DSP0226 11)."""
    return (
        f'<s:Envelope xmlns:s="{S}" xmlns:i="{IDENTITY}"><s:Header/><s:Body><i:IdentifyResponse>'
        f"<i:ProtocolVersion>{WSMAN}</i:ProtocolVersion><i:ProductVendor>Microsoft Corporation</i:ProductVendor>"
        "<i:ProductVersion>OS: 10.0.20348 SP: 0.0 Stack: 3.0</i:ProductVersion>"
        "</i:IdentifyResponse></s:Body></s:Envelope>"
    ).encode()


def element(tag: str, text: str = "", **attributes: str) -> str:
    """One element as text, for bodies of answers; `text` is escaped."""
    names = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{tag}{names}>{escape(text)}</{tag}>"


def streams(name: str, chunks: Iterable[bytes], command: str | None) -> str:
    """rsp:Stream elements of a ReceiveResponse."""
    about = {"CommandId": command} if command else {}
    return "".join(element("rsp:Stream", base64.b64encode(chunk).decode(), Name=name, **about) for chunk in chunks)


def _envelope(action: str, relates_to: str, body: str) -> bytes:
    names = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _PREFIXES.items())
    return (
        f"<s:Envelope{names}><s:Header><a:Action>{action}</a:Action>"
        f"<a:MessageID>uuid:{str(uuid.uuid4()).upper()}</a:MessageID><a:To>{WSA}/role/anonymous</a:To>"
        f"{element('a:RelatesTo', relates_to)}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def _text(header: etree._Element, namespace: str, name: str) -> str:
    return (header.findtext(f"{{{namespace}}}{name}") or "").strip()


def _named(header: etree._Element, outer: str, inner: str) -> dict[str, str]:
    found = header.iterfind(f"{{{WSMAN}}}{outer}/{{{WSMAN}}}{inner}")
    return {str(item.get("Name")): (item.text or "").strip() for item in found}
