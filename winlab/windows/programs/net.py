"""net start NAME, net stop NAME [/y]: exit codes 0 and 2, text in English (on Windows it is localised).

Source: learn.microsoft.com/troubleshoot/windows-server/networking/net-commands-on-operating-systems; numbers of
NET HELPMSG. Without /y and with dependants that run, net asks; nobody answers here, so that it gives up.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from winlab.windows.errors import NotEmulated, NotFound, ServiceError
from winlab.windows.services import RUNNING, STOPPED, Service

if TYPE_CHECKING:
    from winlab.windows.machine import Machine


def run(machine: "Machine", arguments: Sequence[str]) -> tuple[int, str]:
    words = [argument.lower() for argument in arguments if argument.lower() != "/y"]
    if len(words) != 2 or words[0] not in ("start", "stop"):
        raise NotEmulated(f"net {' '.join(arguments)}")
    service = _find(machine, words[1])
    if service is None:
        return _failed("The service name is invalid.", 2185)
    if words[0] == "start":
        return _start(machine, service)
    return _stop(machine, service, yes=len(arguments) > len(words))


def _find(machine: "Machine", name: str) -> Service | None:
    names = ((one, (one.name.lower(), one.display_name.lower())) for one in machine.services.all())
    return next((one for one, known in names if name in known), None)


def _start(machine: "Machine", service: Service) -> tuple[int, str]:
    if service.status == RUNNING:
        return _failed("The requested service has already been started.", 2182)
    try:
        machine.services.start(service.name)
    except (ServiceError, NotFound) as error:
        return _failed(f"The {service.display_name} service could not be started.\n\n{error}", 3534)
    return 0, f"The {service.display_name} service was started successfully.\n"


def _stop(machine: "Machine", service: Service, *, yes: bool) -> tuple[int, str]:
    if service.status == STOPPED:
        return _failed(f"The {service.display_name} service is not started.", 3521)
    try:
        machine.services.stop(service.name, force=yes)
    except ServiceError as error:
        return _failed(str(error), 2191)
    if machine.services.get(service.name).status != STOPPED:
        return 2, f"The {service.display_name} service could not be stopped.\n"
    return 0, f"The {service.display_name} service was stopped successfully.\n"


def _failed(text: str, number: int) -> tuple[int, str]:
    return 2, f"{text}\n\nMore help is available by typing NET HELPMSG {number}.\n"
