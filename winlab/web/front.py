"""What a browser or a probe meets on a machine: http.sys finds the site, IIS the application, a worker answers.

Each binding port of a started site has, from the first time somebody asks for it, a listener on 127.0.0.1; it
closes when no started site holds the port any more. Faults: failing-health, stuck-worker.

From its first request to its end an app holds the dlls in its folder: as w3wp.exe in-process, else as dotnet.exe.
"""

import contextlib
import socket
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from winlab.web.apps import App, AppFailed, find_dotnet, start_app
from winlab.web.listener import Listener, Request, Response, closed_port
from winlab.web.pages import IIS, iis_error, invalid_hostname, reason, unavailable
from winlab.web.staticfiles import serve
from winlab.windows.ancm import AppSpec, Offline, Refusal, StaticSite, handle
from winlab.windows.certificates import write_pem
from winlab.windows.errors import MachineError
from winlab.windows.front import Place
from winlab.windows.healthy import is_healthy
from winlab.windows.processes import Process
from winlab.windows.topology import Application, Binding, Site

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

_ANY = ("", "*", "0.0.0.0", "[::]")  # noqa: S104 - names of bindings


@dataclass
class _Running:
    """One life of an app; the lock lets only one request start it."""

    spec: AppSpec
    holder: Process  # of its dlls
    lock: threading.Lock = field(default_factory=threading.Lock)
    app: App | None = None
    ended: bool = False
    stuck: bool = False


class Front:
    """The HTTP side of one machine."""

    def __init__(self, machine: "Machine") -> None:
        self._machine = machine
        self._listeners: dict[Place, Listener] = {}
        self._refusing: socket.socket | None = None
        self._running: dict[tuple[str, str], _Running] = {}
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._dotnet = find_dotnet() if machine.engine == "dotnet" else None

    def endpoint(self, address: str, port: int) -> Place:
        """Where on this computer an address and port of the machine are: ('127.0.0.1', port).

        If no started site holds them, the port that is given refuses connections.
        """
        with self._machine.lock:
            place = (_normal(address), port)
            bindings = self._bindings(place)
            if not bindings:
                return "127.0.0.1", self._closed_port()
            if place not in self._listeners:
                tls = (lambda: self._context(place)) if bindings[0].protocol == "https" else None
                self._listeners[place] = Listener(lambda request: self.answer(place, request), tls)
            return "127.0.0.1", self._listeners[place].port

    def endpoints(self) -> dict[str, Place]:
        """Where each binding of the started sites is: 'https *:443:shop' -> ('127.0.0.1', port)."""
        with self._machine.lock:
            bindings = [b for site in self._started() for b in site.bindings if b.is_web]
            return {f"{b.protocol} {b.information}": self.endpoint(b.address, b.port) for b in bindings}

    def answer(self, place: Place, request: Request) -> Response:
        """What the machine answers to a request at an address and port. Raises OSError while it is down."""
        if self._machine.power.is_down:
            raise ConnectionAbortedError("the machine is down")
        try:
            with self._machine.lock:
                decision = self._decide(place, request)
        except MachineError:  # a broken applicationHost.config takes every site down
            return unavailable()
        return decision if isinstance(decision, Response) else self._ask(decision, request)

    def refresh(self) -> None:
        """Close listeners that no started site holds, and apps whose worker process has ended."""
        with self._machine.lock:
            for place in [place for place in self._listeners if not self._bindings(place)]:
                self._listeners.pop(place).close()
            alive = {pid for pids in self._machine.iis.processes().values() for pid in pids}
            ended = [key for key, running in self._running.items() if running.spec.process not in alive]
            for key in ended:
                self._end(self._running.pop(key))

    def notice_offline(self) -> None:
        """End each app in whose folder app_offline.htm stands; one in-process ends with its worker, which is replaced.

        On Windows the module watches the folder; here it looks when somebody asks for a page or for workers.
        """
        with self._machine.lock:
            for key, running in list(self._running.items()):
                if (running.spec.folder / "app_offline.htm").exists() and not self._is_stuck(running):
                    self._end(self._running.pop(key, running))
                    if running.spec.in_process:
                        self._machine.iis.replace_worker(running.spec.process)

    def _is_stuck(self, running: _Running) -> bool:
        running.stuck = running.stuck or self._machine.faults.consume("stuck-worker") is not None
        return running.stuck

    def close(self) -> None:
        """Close every listener and end every app."""
        for listener in self._listeners.values():
            listener.close()
        for running in self._running.values():
            self._end(running)
        if self._refusing is not None:
            self._refusing.close()
        self._listeners, self._running, self._contexts, self._refusing = {}, {}, {}, None

    # http.sys

    def _started(self) -> list[Site]:
        if not self._machine.iis.installed:
            return []
        states = self._machine.iis.states()["sites"]
        return [site for site in self._machine.iis.topology().sites.values() if states[site.name] == "Started"]

    def _bindings(self, place: Place) -> list[Binding]:
        """The bindings of started sites that listen there."""
        address, port = place
        mine = [b for site in self._started() for b in site.bindings if b.is_web and b.port == port]
        return [b for b in mine if b.address in _ANY or b.address == address]

    def _site(self, place: Place, host: str) -> Site | None:
        """By exact host name first, then by address, then the one for everything."""
        found: dict[int, Site] = {}
        for site in self._started():
            for binding in site.bindings:
                rank = _rank(binding, place, host)
                if binding.is_web and rank is not None:
                    found.setdefault(rank, site)
        return found[min(found)] if found else None

    def _closed_port(self) -> int:
        if self._refusing is None:
            self._refusing = closed_port()
        port: int = self._refusing.getsockname()[1]
        return port

    # TLS

    def _context(self, place: Place) -> ssl.SSLContext:
        """The context of a handshake: the certificate is chosen when the client has said which host it wants."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

        def choose(secured: ssl.SSLObject, host: str | None, _: ssl.SSLContext) -> int | None:
            with self._machine.lock:
                chosen = self._certificate(place, host)
            if chosen is None:
                return ssl.ALERT_DESCRIPTION_HANDSHAKE_FAILURE
            secured.context = chosen
            return None

        context.sni_callback = choose
        return context

    def _certificate(self, place: Place, host: str | None) -> ssl.SSLContext | None:
        row = self._machine.httpsys.certificate_for(*place, host)
        found = self._machine.certificates.find(row.thumbprint, row.store) if row else None
        if found is None:
            return None
        if found.thumbprint not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(write_pem(self._machine.certificates, found, self._machine.root / "keys"))
            self._contexts[found.thumbprint] = context
        return self._contexts[found.thumbprint]

    # IIS

    def _decide(self, place: Place, request: Request) -> Response | _Running:
        self.notice_offline()
        host = request.headers.get("host", "").rsplit(":", 1)[0].lower()
        site = self._site(place, host)
        if site is None:
            return invalid_hostname()
        app = site.application_for(request.path)
        pool = self._machine.iis.topology().pool(app.pool) if app else None
        worker = self._machine.iis.worker(pool.name) if pool else None
        if app is None or pool is None or worker is None:
            return unavailable()
        refused = _unauthorised(site) or self._sick(app, request)
        if refused:
            return refused
        handling = handle(self._machine, site, app, pool, worker.pid)
        match handling:
            case Refusal():
                return iis_error(handling.status, handling.substatus, handling.detail)
            case Offline():
                return Response(503, reason(503), (("Content-Type", "text/html"), IIS), handling.page)
            case StaticSite():
                return serve(handling.folder, request.path[len(app.path.rstrip("/")) :], request)
            case _:
                return self._life(handling) if self._machine.iis.can_run(pool.name) else unavailable()

    def _sick(self, app: Application, request: Request) -> Response | None:
        fault = self._machine.faults.active("failing-health")
        if fault is None or not request.path.startswith(fault["path"]):
            return None
        if is_healthy(self._machine, app.physical_path, fault["healthy"]):
            return None
        status = int(fault["status"])
        return Response(status, reason(status), (("Content-Type", "text/plain"), IIS), b"fault: failing-health")

    # Apps

    def _ask(self, running: _Running, request: Request) -> Response:
        spec = running.spec
        try:
            with running.lock:
                if running.app is None:
                    running.app = start_app(spec, self._dotnet)
                    if running.ended:  # while it started
                        self._end(running)
            return running.app.answer(request)
        except AppFailed as error:
            return iis_error(500 if spec.in_process else 502, error.substatus if spec.in_process else 5)
        except OSError:
            self._forget(running)
            return iis_error(502, 3, "The app ended before it answered.")

    def _life(self, spec: AppSpec) -> _Running:
        key = (spec.site, spec.path_base)
        running = self._running.get(key)
        if running is None or running.spec != spec:
            if running is not None:
                self._end(running)
            running = self._running[key] = _Running(spec, self._holder(spec))
            self._machine.fs.hold(running.holder, _dlls(spec))
        return running

    def _holder(self, spec: AppSpec) -> Process:
        return Process(spec.process, "", "w3wp.exe") if spec.in_process else self._machine.processes.start("dotnet.exe")

    def _forget(self, running: _Running) -> None:
        with self._machine.lock:
            key = (running.spec.site, running.spec.path_base)
            if self._running.get(key) is running:
                self._end(self._running.pop(key))

    def _end(self, running: _Running) -> None:
        running.ended = True
        if running.app is not None:
            with contextlib.suppress(OSError):
                running.app.close()
        self._machine.fs.let_go(running.holder)
        if not running.spec.in_process:
            self._machine.processes.end(running.holder.pid)


def _dlls(spec: AppSpec) -> list[Path]:
    return [file for file in spec.folder.rglob("*") if file.suffix.lower() == ".dll" and not file.is_symlink()]


def _normal(address: str) -> str:
    bare = address.strip("[]").lower()
    return "127.0.0.1" if bare in ("localhost", "*", "", "0.0.0.0", "::", "::1") else bare  # noqa: S104 - names


def _rank(binding: Binding, place: Place, host: str) -> int | None:
    """How well a binding fits, 0 best; None if it does not."""
    address, port = place
    if binding.port != port or (binding.address not in _ANY and binding.address != address):
        return None
    if binding.host:
        return (0 if binding.address == address else 1) if binding.host == host else None
    return 2 if binding.address == address else 3


def _unauthorised(site: Site) -> Response | None:
    if site.authentication.anonymous:
        return None
    offers = []
    if site.authentication.windows:
        offers += [("WWW-Authenticate", "Negotiate"), ("WWW-Authenticate", "NTLM")]
    if site.authentication.basic:
        offers.append(("WWW-Authenticate", 'Basic realm="lab"'))
    return iis_error(401, 2, "Access is denied due to invalid credentials.", *offers)
