"""DSC's Local Configuration Manager of a machine, as its CIM class answers. Kept in lcm.json.

    available   false: this Windows has no DSC
    state       Idle, Busy (until somebody changes the file, or StopConfiguration), PendingReboot, PendingConfiguration
    refreshMode, configurationMode, rebootNodeIfNeeded, actionAfterReboot: its settings, as a new Windows has them
    document    the text of the current configuration, or null; pending: that of one that failed
    name        of the current configuration
    framed      true: documents need their length before them (psrp.md: public samples differ)

Facts: reference dsc-resources.json (Settings), data.md 18 to 21, psrp.md (DSC).
Faults: lcm-busy, lcm-hangs.
"""

import codecs
import re
import struct
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from winlab.windows.dsc_document import Document, Resource, read_document
from winlab.windows.dsc_resources import bring, in_desired_state
from winlab.windows.errors import MachineError, NotEmulated
from winlab.windows.jsonfile import JsonFile

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

IDLE, BUSY, REBOOT, PENDING = "Idle", "Busy", "PendingReboot", "PendingConfiguration"
SETTINGS = ("refreshMode", "configurationMode", "rebootNodeIfNeeded", "actionAfterReboot")
_NEW: dict[str, Any] = {
    "available": True,
    "state": IDLE,
    "refreshMode": "Push",
    "configurationMode": "ApplyAndMonitor",
    "rebootNodeIfNeeded": False,
    "actionAfterReboot": "ContinueConfiguration",
    "name": None,
    "document": None,
    "pending": None,
    "framed": False,
}
_STAGES = {1: ("document", "name"), 2: ("pending",), 4: ()}
_SETTING = re.compile(r'^\s*(\w+)\s*=\s*(?:"([^"]*)"|(True|False)|(\d+));', re.MULTILINE | re.IGNORECASE)


class Lcm:
    """Methods of MSFT_DSCLocalConfigurationManager; arguments and answers by their names there, documents as bytes."""

    def __init__(self, machine: "Machine", file: JsonFile) -> None:
        self._machine = machine
        self._file = file

    @property
    def data(self) -> dict[str, Any]:
        """The keys above."""
        return {**_NEW, **self._file.read()}

    def set(self, **values: Any) -> None:
        """Change some of the keys above, from outside. Raises NotEmulated for another one."""
        unknown = [name for name in values if name not in _NEW]
        if unknown:
            raise NotEmulated(f"the key {unknown[0]} of the LCM; there are {', '.join(_NEW)}")
        self._file.write({**self._file.read(), **values})

    def invoke(self, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The out parameters of a method. Raises MachineError where the call would fail."""
        if not self.data["available"]:
            raise MachineError("Invalid namespace root/Microsoft/Windows/DesiredStateConfiguration")
        known: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "GetMetaConfiguration": self._get_meta,
            "SendMetaConfigurationApply": self._send_meta,
            "TestConfiguration": self._test,
            "GetConfiguration": self._get,
            "SendConfigurationApply": self._apply,
            "StopConfiguration": self._stop,
            "RemoveConfiguration": self._remove,
        }
        if method not in known:
            raise NotEmulated(f"the method {method} of the LCM")
        return known[method]({name.lower(): value for name, value in arguments.items()})

    def booted(self) -> None:
        """Windows has started; with StopConfiguration the LCM does not go on by itself."""
        if self.data["state"] in (REBOOT, BUSY):
            self.set(state=IDLE)

    # Settings

    def _get_meta(self, _: Mapping[str, Any]) -> dict[str, Any]:
        data = self.data
        busy = self._machine.faults.consume("lcm-busy") is not None
        shown = {name[0].upper() + name[1:]: data[name] for name in SETTINGS}
        state = BUSY if busy else data["state"]
        return {"MetaConfiguration": {**shown, "LCMState": state, "LCMVersion": "2.0"}}

    def _send_meta(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        self._demand_idle()
        text = self._text(arguments["configurationdata"])
        if "MSFT_DSCMetaConfiguration" not in text or "OMI_ConfigurationDocument" not in text:
            raise MachineError("The meta configuration document is not valid.")
        body = text.split("OMI_ConfigurationDocument")[0]
        for name, quoted, truth, _ in _SETTING.findall(body):
            key = name[0].lower() + name[1:]
            if key not in SETTINGS:
                raise NotEmulated(f"the LCM setting {name}")
            self.set(**{key: truth.lower() == "true" if truth else quoted})
        return {}

    # Documents

    def _test(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        self._demand_idle()
        given = arguments.get("configurationdata")
        document = self._current() if given is None else read_document(self._text(given))
        differing: list[dict[str, str]] = []
        fitting: list[dict[str, str]] = []
        for resource in document.ordered():
            fits = self._fits(resource)
            (fitting if fits else differing).append({"ResourceId": resource.id})
        return {
            "InDesiredState": not differing,
            "ResourcesInDesiredState": fitting,
            "ResourcesNotInDesiredState": differing,
        }

    def _fits(self, resource: Resource) -> bool:
        try:
            return in_desired_state(self._machine, resource)
        except NotEmulated:
            raise
        except MachineError as error:
            raise MachineError(f"PowerShell DSC resource {resource.id} failed Test-TargetResource: {error}") from None

    def _get(self, _: Mapping[str, Any]) -> dict[str, Any]:
        self._demand_idle()
        document = self._current()
        ids = [resource.id for resource in document.resources]
        return {"configurations": [{"ResourceId": name, "ConfigurationName": document.name} for name in ids]}

    def _current(self) -> Document:
        data = self.data
        if data["document"] is None and data["name"] is None:
            raise MachineError("Current configuration does not exist. Execute Start-DscConfiguration first.")
        if data["document"] is None:  # somebody else's, of which only the name was given
            return Document(data["name"], (Resource("Log", "Other", {}),))
        return read_document(data["document"])

    def _apply(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        self._demand_idle()
        if self.data["pending"] is not None and not arguments.get("force"):
            raise MachineError("A pending configuration exists: use force.")
        text = self._text(arguments["configurationdata"])
        document = read_document(text)
        self.set(pending=text, state=BUSY)
        if self._machine.faults.active("lcm-hangs") is not None:
            raise MachineError("The operation has timed out: the Local Configuration Manager is still applying.")
        failures, restart = self._bring_all(document)
        if failures:
            self.set(state=PENDING)
            raise MachineError("; ".join(failures))
        state = REBOOT if restart else IDLE
        self.set(state=state, document=text, name=document.name, pending=None)
        return {}

    def _bring_all(self, document: Document) -> tuple[list[str], bool]:
        """A failed resource stops its dependants only."""
        failed: set[str] = set()
        failures: list[str] = []
        restart = False
        for resource in document.ordered():
            if failed & {needed.lower() for needed in resource.depends_on}:
                failed.add(resource.id.lower())
                continue
            try:
                if not in_desired_state(self._machine, resource):
                    restart = bring(self._machine, resource) or restart
            except NotEmulated:
                raise
            except MachineError as error:
                failed.add(resource.id.lower())
                failures.append(f"PowerShell DSC resource {resource.id} failed to execute Set-TargetResource: {error}")
        return failures, restart

    def _stop(self, _: Mapping[str, Any]) -> dict[str, Any]:
        if self.data["state"] == BUSY:
            self.set(state=PENDING if self.data["pending"] is not None else IDLE)
        return {}

    def _remove(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        for name in _STAGES[int(arguments["stage"])]:
            self.set(**{name: None})
        if self.data["state"] == PENDING and self.data["pending"] is None:
            self.set(state=IDLE)
        return {}

    # What is in the way

    def _demand_idle(self) -> None:
        if self.data["state"] == BUSY:
            raise MachineError(
                "Cannot invoke the method: the Local Configuration Manager is busy with another one. (0x80338169)"
            )

    def _text(self, content: bytes) -> str:
        """The document without its frame. Raises MachineError as for a document that cannot be read."""
        framed = len(content) >= 4 and struct.unpack("<I", content[:4])[0] == len(content)
        if framed != self.data["framed"]:
            raise MachineError("Invalid configuration document: MI RESULT 4")
        document = content[4:] if framed else content
        return document.decode("utf-16" if document.startswith(codecs.BOM_UTF16_LE) else "utf-8")


def shown(lcm: Lcm) -> dict[str, Any]:
    """For a snapshot: settings, and whose document is current."""
    return {name: lcm.data[name] for name in (*SETTINGS, "name", "pending")}
