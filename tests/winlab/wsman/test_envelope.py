"""SOAP of real requests as values."""

import uuid

import pytest

from winlab.wsman import envelope
from winlab.wsman.envelope import BadEnvelope, parse_request

SEND = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
 xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
 xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell">
<s:Header><a:Action>http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Send</a:Action>
<a:MessageID>uuid:ABC</a:MessageID><w:OperationTimeout>PT20S</w:OperationTimeout>
<w:ResourceURI>http://schemas.microsoft.com/powershell/Microsoft.PowerShell</w:ResourceURI>
<w:SelectorSet><w:Selector Name="ShellId">42</w:Selector></w:SelectorSet>
<w:OptionSet><w:Option Name="o">v</w:Option></w:OptionSet></s:Header>
<s:Body><rsp:Send><rsp:Stream Name="stdin">AAEC</rsp:Stream></rsp:Send></s:Body></s:Envelope>"""


def test_a_request_is_read() -> None:
    request = parse_request(SEND.encode())

    assert (request.action, request.message_id, request.timeout) == ("Send", "uuid:ABC", 20.0)
    assert (request.shell, dict(request.options)) == ("42", {"o": "v"})
    assert request.body is not None
    assert request.body.findtext(f"{{{envelope.RSP}}}Stream") == "AAEC"


def test_an_answer_relates_to_its_request() -> None:
    request = parse_request(SEND.encode())

    answer = parse_request(envelope.answer(request, "<rsp:SendResponse/>"))
    fault = envelope.fault(request, 2150858793, "later & <later>").decode()

    assert answer.action == "SendResponse"
    assert "<a:RelatesTo>uuid:ABC</a:RelatesTo>" in fault
    assert 'Code="2150858793"' in fault
    assert "later &amp; &lt;later&gt;" in fault


@pytest.mark.parametrize(
    "text",
    [
        b"not xml",
        b"<x/>",
        b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body/></s:Envelope>',
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + SEND.replace("AAEC", "&e;").encode(),
    ],
)
def test_what_is_no_request_is_refused(text: bytes) -> None:
    with pytest.raises(BadEnvelope):
        parse_request(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("PT20S", 20.0), ("PT0.5S", 0.5), ("P1DT2H3M4S", 93784.0), ("20", None), ("", None), ("P", None)],
)
def test_durations(text: str, wanted: float | None) -> None:
    assert envelope.seconds(text) == wanted


def test_ids_and_fragments_are_checked() -> None:
    known = uuid.uuid4()

    assert envelope.parse_uuid(str(known).upper()) == known
    with pytest.raises(BadEnvelope):
        envelope.parse_uuid(None)
    with pytest.raises(BadEnvelope):
        envelope.decode("A")
