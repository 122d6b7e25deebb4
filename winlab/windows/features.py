"""Windows features of a machine, and what each of them puts there. The names installed are kept in features.json.

Servers have role services (Get-WindowsFeature), desktop Windows optional features (Get-WindowsOptionalFeature).
Server Core has no graphical ones. A server's feature brings what is above it and its default parts; a desktop's
needs what is above it and brings nothing (reference: dsc-resources.json, WindowsOptionalFeature).
Names: Get-WindowsFeature of Server 2022, Get-WindowsOptionalFeature of Windows 11.

Faults: feature-source-missing, feature-restart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from winlab.windows.errors import MachineError, NotFound
from winlab.windows.jsonfile import JsonFile
from winlab.windows.modules import add_modules
from winlab.windows.profiles import CONFIG, add_iis

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

REBOOT_PENDING = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending"
_COMPONENTS = r"HKLM\SOFTWARE\Microsoft\InetStp\Components"
# Server's name, desktop's name, IIS module, value below InetStp\Components; '+' comes with the feature above it,
# whose modules the configuration of a new IIS has anyway.
_TABLE = """
Web-Server                  IIS-WebServerRole               -                               -
  Web-WebServer             IIS-WebServer                   -                               -                        +
    Web-Common-Http         IIS-CommonHttpFeatures          -                               -                        +
      Web-Default-Doc       IIS-DefaultDocument             -                               DefaultDocument          +
      Web-Dir-Browsing      IIS-DirectoryBrowsing           -                               DirectoryBrowse          +
      Web-Http-Errors       IIS-HttpErrors                  -                               HttpErrors               +
      Web-Static-Content    IIS-StaticContent               -                               StaticContent            +
      Web-Http-Redirect     IIS-HttpRedirect                HttpRedirectionModule           HttpRedirect
      Web-DAV-Publishing    IIS-WebDAV                      WebDAVModule                    WebDAV
    Web-Health              IIS-HealthAndDiagnostics        -                               -                        +
      Web-Http-Logging      IIS-HttpLogging                 -                               HttpLogging              +
      Web-Custom-Logging    IIS-CustomLogging               CustomLoggingModule             CustomLogging
      Web-Log-Libraries     IIS-LoggingLibraries            -                               LoggingLibraries
      Web-Request-Monitor   IIS-RequestMonitor              RequestMonitorModule            RequestMonitor
      Web-Http-Tracing      IIS-HttpTracing                 FailedRequestsTracingModule     HttpTracing
    Web-Performance         IIS-Performance                 -                               -                        +
      Web-Stat-Compression  IIS-HttpCompressionStatic       -                               HttpCompressionStatic    +
      Web-Dyn-Compression   IIS-HttpCompressionDynamic      DynamicCompressionModule        HttpCompressionDynamic
    Web-Security            IIS-Security                    -                               -                        +
      Web-Filtering         IIS-RequestFiltering            -                               RequestFiltering         +
      Web-Basic-Auth        IIS-BasicAuthentication         BasicAuthenticationModule       BasicAuthentication
      Web-CertProvider      IIS-CertProvider                -                               CertProvider
      Web-Digest-Auth       IIS-DigestAuthentication        DigestAuthenticationModule      DigestAuthentication
      Web-IP-Security       IIS-IPSecurity                  IpRestrictionModule             IPSecurity
      Web-Url-Auth          IIS-URLAuthorization            UrlAuthorizationModule          Authorization
      Web-Windows-Auth      IIS-WindowsAuthentication       WindowsAuthenticationModule     WindowsAuthentication
    Web-App-Dev             IIS-ApplicationDevelopment      -                               -
      Web-Net-Ext45         IIS-NetFxExtensibility45        -                               NetFxExtensibility45
      Web-AppInit           IIS-ApplicationInit             ApplicationInitializationModule ApplicationInit
      Web-Asp-Net45         IIS-ASPNET45                    -                               ASPNET45
      Web-ISAPI-Ext         IIS-ISAPIExtensions             IsapiModule                     ISAPIExtensions
      Web-ISAPI-Filter      IIS-ISAPIFilter                 IsapiFilterModule               ISAPIFilter
      Web-WebSockets        IIS-WebSockets                  WebSocketModule                 WebSockets
  Web-Mgmt-Tools            IIS-WebServerManagementTools    -                               -
    Web-Mgmt-Console        IIS-ManagementConsole           -                               ManagementConsole
    Web-Scripting-Tools     IIS-ManagementScriptingTools    -                               ManagementScriptingTools
    Web-Mgmt-Service        IIS-ManagementService           -                               ManagementService
NET-Framework-Core          NetFx3                          -                               -
Telnet-Client               TelnetClient                    -                               -
"""
_GRAPHICAL = ("Web-Mgmt-Console",)


@dataclass(frozen=True)
class Feature:
    """One feature of a kind of Windows; parent: the feature above it; default: comes with its parent."""

    name: str
    parent: str | None
    module: str | None
    component: str | None
    default: bool


@dataclass(frozen=True)
class Installed:
    """What an installation did: names that are new, in order; whether Windows wants a restart."""

    names: tuple[str, ...]
    restart: bool


def _rows() -> Iterable[tuple[int, list[str]]]:
    for line in _TABLE.strip().split("\n"):
        yield (len(line) - len(line.lstrip())) // 2, line.split()


def _catalogue(column: int, *, defaults: bool) -> dict[str, Feature]:
    above: list[str] = []
    found: dict[str, Feature] = {}
    for depth, cells in _rows():
        name = cells[column]
        module, component = (None if cell == "-" else cell for cell in cells[2:4])
        parent = above[depth - 1] if depth else None
        found[name] = Feature(name, parent, module, component, defaults and cells[-1] == "+")
        above[depth:] = [name]
    return found


SERVER = _catalogue(0, defaults=True)
DESKTOP = _catalogue(1, defaults=False)
CORE = {name: feature for name, feature in SERVER.items() if name not in _GRAPHICAL}


class Features:
    """The features of one machine; names count without case. Raises NotFound for an unknown one."""

    def __init__(self, machine: "Machine", file: JsonFile) -> None:
        self._machine = machine
        self._file = file

    @property
    def is_client(self) -> bool:
        return bool(self._machine.facts["os"]["productType"] == 1)

    @property
    def known(self) -> dict[str, Feature]:
        """What this kind of Windows has, in the order in which Windows lists it."""
        if self.is_client:
            return DESKTOP
        return CORE if self._machine.facts["os"]["installationType"] == "Server Core" else SERVER

    @property
    def installed(self) -> tuple[str, ...]:
        there = set(self._file.read().get("installed", ()))
        return tuple(name for name in self.known if name in there)

    def find(self, name: str) -> Feature:
        found = next((feature for feature in self.known.values() if feature.name.lower() == name.lower()), None)
        if found is None and self.is_client:
            raise NotFound(f"Feature name {name} is unknown.")
        if found is None:
            raise NotFound(
                f"ArgumentNotValid: The role, role service, or feature name is not valid: '{name}'. "
                "The name was not found."
            )
        return found

    def has(self, name: str) -> bool:
        return self.find(name).name in self.installed

    def install(self, names: Sequence[str], source: str | None = None, *, parents: bool = True) -> Installed:
        """Install features with what they bring. Raises MachineError before anything is done.

        parents: also what is above them (always so on a server; -All on a desktop).
        """
        there = list(self.installed)
        new: list[Feature] = []
        for name in names:
            for feature in self._with_parents(self.find(name)) if parents else [self.find(name)]:
                self._check_parent(feature, [*there, *(one.name for one in new)])
                new += [part for part in self._with_parts(feature) if part.name not in there and part not in new]
        self._check_source(new, source)
        self._file.write({"installed": [*there, *(feature.name for feature in new)]})
        self._place(new)
        restart = bool(new) and self._machine.faults.active("feature-restart") is not None
        if restart:
            self._machine.registry.create(REBOOT_PENDING)
        return Installed(tuple(feature.name for feature in new), restart)

    def _with_parents(self, feature: Feature) -> list[Feature]:
        above = self._with_parents(self.known[feature.parent]) if feature.parent else []
        return [*above, feature]

    def _with_parts(self, feature: Feature) -> list[Feature]:
        parts = [one for one in self.known.values() if one.parent == feature.name and one.default]
        return [feature, *(below for part in parts for below in self._with_parts(part))]

    def _check_parent(self, feature: Feature, there: Sequence[str]) -> None:
        if feature.parent is not None and feature.parent not in there:
            raise MachineError(
                f"One or several parent features are disabled so current feature {feature.name} can not be enabled "
                f"(0x800f080c): {feature.parent}"
            )

    def _check_source(self, new: Sequence[Feature], source: str | None) -> None:
        fault = self._machine.faults.active("feature-source-missing")
        if fault is None or (source is not None and source == fault["source"]):
            return
        if any(fault["feature"].lower() in ("*", feature.name.lower()) for feature in new):
            raise MachineError("The source files could not be found. (0x800f081f)")

    def _place(self, new: Sequence[Feature]) -> None:
        if any(feature.name in ("Web-WebServer", "IIS-WebServer") for feature in new):
            add_iis(self._machine)
        images = {f.module: rf"%windir%\System32\inetsrv\{f.module}.dll" for f in new if f.module}
        if images:
            self._machine.fs.write(CONFIG, add_modules(self._machine.fs.read(CONFIG), images))
        components = {feature.component: 1 for feature in new if feature.component}
        if components:
            self._machine.registry.load({_COMPONENTS: components})
