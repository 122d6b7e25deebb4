"""Hosts that cannot be reached, or refuse: one clear error each, with a hint, and no second attempt to log in."""

import datetime
import importlib.util
import ipaddress
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from iisfleet.errors import ConnectionFailed
from iisfleet.remote.psrp import PsrpConnection
from tests.remote.station import SCRIPT, Station

Open = Callable[..., Station]
NOW = datetime.datetime.now(datetime.UTC)
DAY = datetime.timedelta(days=1)


def refusal(connection: PsrpConnection) -> ConnectionFailed:
    with pytest.raises(ConnectionFailed) as caught:
        connection.run(SCRIPT)
    connection.close()
    assert caught.value.exit_code == 3
    assert str(caught.value).startswith("web01: ")
    return caught.value


def test_a_wrong_password_is_tried_once_and_never_again(station: Station) -> None:
    connection = station.connect(password="wrong-canary")

    first = refusal(connection)
    second = refusal(connection)

    assert first.kind == "auth"
    assert "wrong" in (first.hint or "")
    assert "wrong-canary" not in str(first)
    assert str(first) == str(second)
    assert station.actions == {"HTTP": 3}, "blank, negotiate, authenticate: one attempt"


def test_a_login_that_is_refused_in_mid_session_is_not_repeated(station: Station) -> None:
    connection = station.connect()
    connection.run(SCRIPT)
    station.recorder.clear()
    station.hang_up()
    station.faults.on["unauthorised"] = {"always": True}

    assert refusal(connection).kind == "auth"
    assert sum(station.actions.values()) <= 2, "the challenge and one answer; no Delete"


def test_the_wrong_kind_of_login_names_what_the_host_offers(station: Station) -> None:
    error = refusal(station.connect(auth="kerberos"))

    assert error.kind == "auth"


def test_a_closed_port(station: Station) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    error = refusal(station.connect(port=port))

    assert error.kind == "unreachable"
    assert f"127.0.0.1:{port} refuses connections" in error.message


def test_a_name_that_dns_does_not_know(station: Station) -> None:
    error = refusal(station.connect(address="no-such-host.invalid"))

    assert error.kind == "unreachable"
    assert "'no-such-host.invalid' is not known to DNS" in error.message


@pytest.fixture
def answer_with() -> Iterator[Callable[[bytes], int]]:
    """A port that answers every request with the same bytes."""
    servers: list[socket.socket] = []

    def serve(answer: bytes) -> int:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)

        def work() -> None:
            while True:
                try:
                    peer, _ = server.accept()
                except OSError:
                    return
                with peer:
                    peer.recv(65536)
                    peer.sendall(answer)

        threading.Thread(target=work, daemon=True).start()
        return int(server.getsockname()[1])

    yield serve
    for server in servers:
        server.shutdown(socket.SHUT_RDWR)
        server.close()


def http(status: str, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (http("403 Forbidden"), "refused", "403 Forbidden"),
        (http("404 Not Found"), "unreachable", "no WinRM at 127.0.0.1"),
        (http("405 Method Not Allowed"), "unreachable", "no WinRM at 127.0.0.1"),
        (http("503 Unavailable"), "unreachable", "answered HTTP 503"),
        (http("401 No", b"", "WWW-Authenticate: Basic"), "auth", "does not offer auth ntlm: 'Basic'"),
        (http("200 OK", b"<html>hello"), "refused", "did not ask for a login"),
        (http("302 Found", b"", "Location: /"), "unreachable", "a redirect"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "lost", ""),
        (b"", "lost", "the connection to 127.0.0.1"),
    ],
)
def test_ports_where_something_else_answers(
    station: Station, answer_with: Callable[[bytes], int], answer: bytes, kind: str, words: str
) -> None:
    error = refusal(station.connect(port=answer_with(answer)))

    assert words in error.message
    assert error.kind == kind


def test_a_host_that_never_answers(station: Station) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings = {"port": server.getsockname()[1], "read_timeout": 2, "operation_timeout": 1}
        error = refusal(station.connect(**settings))

    assert error.kind == "lost"
    assert "no answer within 2 s" in error.message


def test_no_further_shell(station: Station) -> None:
    station.faults.on["low-quota"] = {"envelope": 512_000, "shells": 1}
    station.connect().run(SCRIPT)

    error = refusal(station.connect())

    assert error.kind == "refused"
    assert "no further shell allowed" in error.message
    assert "MaxShellsPerUser" in (error.hint or "")


def test_a_login_for_which_a_package_is_missing(station: Station) -> None:
    if importlib.util.find_spec("requests_credssp"):
        pytest.skip("requests-credssp is installed here")
    error = refusal(station.connect(auth="credssp"))

    assert error.kind == "auth"
    assert error.hint == "pip install 'iisfleet[credssp]'"


@pytest.fixture
def tls(tmp_path: Path) -> Callable[..., tuple[ssl.SSLContext, Path]]:
    """A server context with a self-signed certificate, and the certificate's file."""

    def build(name: str = "127.0.0.1", until: datetime.datetime = NOW + DAY) -> tuple[ssl.SSLContext, Path]:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "web01")])
        alternative = x509.IPAddress(ipaddress.ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - 10 * DAY)
            .not_valid_after(until)
            .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        public, private = tmp_path / f"{name}.pem", tmp_path / f"{name}.key"
        public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(public, private)
        return context, public

    return build


Tls = Callable[..., tuple[ssl.SSLContext, Path]]


@pytest.mark.parametrize("auth", ["negotiate", "ntlm", "basic"])
def test_https_with_a_trusted_certificate(open_station: Open, tls: Tls, auth: str) -> None:
    context, public = tls()
    station = open_station(tls=context)

    connection = station.connect(ssl=True, auth=auth, validate_certificate=public)

    assert connection.run(SCRIPT).completed


def test_https_without_the_check(open_station: Open, tls: Tls) -> None:
    station = open_station(tls=tls("elsewhere.example", NOW - DAY)[0])

    assert station.connect(ssl=True, validate_certificate=False).run(SCRIPT).completed


def test_an_expired_certificate(open_station: Open, tls: Tls) -> None:
    context, public = tls(until=NOW - DAY)

    error = refusal(open_station(tls=context).connect(ssl=True, validate_certificate=public))

    assert error.kind == "certificate"
    assert "has expired" in error.message


def test_a_certificate_that_nobody_trusts(open_station: Open, tls: Tls) -> None:
    error = refusal(open_station(tls=tls()[0]).connect(ssl=True))

    assert error.kind == "certificate"
    assert "self-signed" in error.message
    assert "validate_certificate" in (error.hint or "")


def test_a_certificate_for_another_name(open_station: Open, tls: Tls) -> None:
    context, public = tls("elsewhere.example")

    error = refusal(open_station(tls=context).connect(ssl=True, validate_certificate=public))

    assert error.kind == "certificate"
    assert "for another name" in error.message


def test_tls_to_a_port_that_speaks_none(station: Station, answer_with: Callable[[bytes], int]) -> None:
    error = refusal(station.connect(ssl=True, port=answer_with(http("400 Bad Request"))))

    assert error.kind == "certificate"
    assert "does not speak TLS" in error.message


def test_a_certificate_file_that_is_missing(open_station: Open, tls: Tls, tmp_path: Path) -> None:
    station = open_station(tls=tls()[0])

    error = refusal(station.connect(ssl=True, validate_certificate=tmp_path / "missing.pem"))

    assert error.kind == "certificate"
    assert "missing.pem" in error.message


def test_a_proxy_that_is_not_there(station: Station) -> None:
    error = refusal(station.connect(proxy="http://127.0.0.1:1"))

    assert error.kind == "unreachable"
    assert "proxy" in error.message


def test_environment_proxies_are_not_used(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    assert station.connect().run(SCRIPT).completed


def test_pypsrp_is_kept_from_logging_bodies(station: Station) -> None:
    station.connect()

    assert not logging.getLogger("pypsrp.wsman").isEnabledFor(logging.INFO)
