"""Names of Windows features: those of Windows Server, and what desktop Windows calls the same.

Server: Get-WindowsFeature of Windows Server 2022. Desktop: "Understanding Setup in IIS",
learn.microsoft.com/iis/install/installing-iis-7/understanding-setup-in-iis, and Get-WindowsOptionalFeature of
Windows 11.
"""

import re
from collections.abc import Iterable
from typing import Final

from iisfleet.inventory.faults import rule
from iisfleet.inventory.nearest import did_you_mean

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")

# What is installed with a server's Web-Server by default is named on a desktop one by one (see `-All` and parents).
DESKTOP_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "Web-Server": (
        "IIS-WebServerRole", "IIS-WebServer", "IIS-CommonHttpFeatures", "IIS-DefaultDocument",
        "IIS-DirectoryBrowsing", "IIS-HttpErrors", "IIS-StaticContent", "IIS-HealthAndDiagnostics",
        "IIS-HttpLogging", "IIS-Performance", "IIS-HttpCompressionStatic", "IIS-Security", "IIS-RequestFiltering",
    ),
    "Web-WebServer": ("IIS-WebServer",),
    "Web-Common-Http": ("IIS-CommonHttpFeatures",),
    "Web-Default-Doc": ("IIS-DefaultDocument",),
    "Web-Dir-Browsing": ("IIS-DirectoryBrowsing",),
    "Web-Http-Errors": ("IIS-HttpErrors",),
    "Web-Static-Content": ("IIS-StaticContent",),
    "Web-Http-Redirect": ("IIS-HttpRedirect",),
    "Web-DAV-Publishing": ("IIS-WebDAV",),
    "Web-Health": ("IIS-HealthAndDiagnostics",),
    "Web-Http-Logging": ("IIS-HttpLogging",),
    "Web-Custom-Logging": ("IIS-CustomLogging",),
    "Web-Log-Libraries": ("IIS-LoggingLibraries",),
    "Web-ODBC-Logging": ("IIS-ODBCLogging",),
    "Web-Request-Monitor": ("IIS-RequestMonitor",),
    "Web-Http-Tracing": ("IIS-HttpTracing",),
    "Web-Performance": ("IIS-Performance",),
    "Web-Stat-Compression": ("IIS-HttpCompressionStatic",),
    "Web-Dyn-Compression": ("IIS-HttpCompressionDynamic",),
    "Web-Security": ("IIS-Security",),
    "Web-Filtering": ("IIS-RequestFiltering",),
    "Web-Basic-Auth": ("IIS-BasicAuthentication",),
    "Web-CertProvider": ("IIS-CertProvider",),
    "Web-Client-Auth": ("IIS-ClientCertificateMappingAuthentication",),
    "Web-Digest-Auth": ("IIS-DigestAuthentication",),
    "Web-Cert-Auth": ("IIS-IISCertificateMappingAuthentication",),
    "Web-IP-Security": ("IIS-IPSecurity",),
    "Web-Url-Auth": ("IIS-URLAuthorization",),
    "Web-Windows-Auth": ("IIS-WindowsAuthentication",),
    "Web-App-Dev": ("IIS-ApplicationDevelopment",),
    "Web-Net-Ext": ("IIS-NetFxExtensibility",),
    "Web-Net-Ext45": ("IIS-NetFxExtensibility45",),
    "Web-AppInit": ("IIS-ApplicationInit",),
    "Web-ASP": ("IIS-ASP",),
    "Web-Asp-Net": ("IIS-ASPNET",),
    "Web-Asp-Net45": ("IIS-ASPNET45",),
    "Web-CGI": ("IIS-CGI",),
    "Web-ISAPI-Ext": ("IIS-ISAPIExtensions",),
    "Web-ISAPI-Filter": ("IIS-ISAPIFilter",),
    "Web-Includes": ("IIS-ServerSideIncludes",),
    "Web-WebSockets": ("IIS-WebSockets",),
    "Web-Ftp-Server": ("IIS-FTPServer",),
    "Web-Ftp-Service": ("IIS-FTPSvc",),
    "Web-Ftp-Ext": ("IIS-FTPExtensibility",),
    "Web-Mgmt-Tools": ("IIS-WebServerManagementTools",),
    "Web-Mgmt-Console": ("IIS-ManagementConsole",),
    "Web-Mgmt-Compat": ("IIS-IIS6ManagementCompatibility",),
    "Web-Metabase": ("IIS-Metabase",),
    "Web-Lgcy-Mgmt-Console": ("IIS-LegacySnapIn",),
    "Web-Lgcy-Scripting": ("IIS-LegacyScripts",),
    "Web-WMI": ("IIS-WMICompatibility",),
    "Web-Scripting-Tools": ("IIS-ManagementScriptingTools",),
    "Web-Mgmt-Service": ("IIS-ManagementService",),
    "NET-Framework-45-ASPNET": ("NetFx4Extended-ASPNET45",),
    "NET-Framework-Core": ("NetFx3",),
    "Telnet-Client": ("TelnetClient",),
    "WAS": ("WAS-WindowsActivationService",),
    "WAS-Process-Model": ("WAS-ProcessModel",),
    "WAS-NET-Environment": ("WAS-NetFxEnvironment",),
    "WAS-Config-APIs": ("WAS-ConfigurationAPI",),
    "Web-WHC": ("IIS-HostableWebCore",),
}  # fmt: skip
# What a desktop's feature needs to be enabled before it: DSC's WindowsOptionalFeature does not do that by itself.
_BELOW: Final = {
    "IIS-WebServerRole": "IIS-WebServer IIS-WebServerManagementTools IIS-FTPServer",
    "IIS-WebServer": (
        "IIS-CommonHttpFeatures IIS-HealthAndDiagnostics IIS-Performance IIS-Security IIS-ApplicationDevelopment"
    ),
    "IIS-CommonHttpFeatures": (
        "IIS-DefaultDocument IIS-DirectoryBrowsing IIS-HttpErrors IIS-StaticContent IIS-HttpRedirect IIS-WebDAV"
    ),
    "IIS-HealthAndDiagnostics": (
        "IIS-HttpLogging IIS-CustomLogging IIS-LoggingLibraries IIS-ODBCLogging IIS-RequestMonitor IIS-HttpTracing"
    ),
    "IIS-Performance": "IIS-HttpCompressionStatic IIS-HttpCompressionDynamic",
    "IIS-Security": (
        "IIS-RequestFiltering IIS-BasicAuthentication IIS-CertProvider IIS-ClientCertificateMappingAuthentication "
        "IIS-DigestAuthentication IIS-IISCertificateMappingAuthentication IIS-IPSecurity IIS-URLAuthorization "
        "IIS-WindowsAuthentication"
    ),
    "IIS-ApplicationDevelopment": (
        "IIS-NetFxExtensibility IIS-NetFxExtensibility45 IIS-ApplicationInit IIS-ASP IIS-ASPNET IIS-ASPNET45 IIS-CGI "
        "IIS-ISAPIExtensions IIS-ISAPIFilter IIS-ServerSideIncludes IIS-WebSockets"
    ),
    "IIS-WebServerManagementTools": (
        "IIS-ManagementConsole IIS-ManagementScriptingTools IIS-ManagementService IIS-IIS6ManagementCompatibility"
    ),
    "IIS-IIS6ManagementCompatibility": "IIS-Metabase IIS-LegacySnapIn IIS-LegacyScripts IIS-WMICompatibility",
    "IIS-FTPServer": "IIS-FTPSvc IIS-FTPExtensibility",
    "WAS-WindowsActivationService": "WAS-ProcessModel WAS-NetFxEnvironment WAS-ConfigurationAPI",
}
_ABOVE: Final = {below: above for above, belows in _BELOW.items() for below in belows.split()}
_BESIDE: Final = {
    "IIS-ASPNET45": ("IIS-ISAPIExtensions", "IIS-ISAPIFilter", "IIS-NetFxExtensibility45"),
    "IIS-ASPNET": ("IIS-ISAPIExtensions", "IIS-ISAPIFilter", "IIS-NetFxExtensibility"),
    "IIS-ASP": ("IIS-ISAPIExtensions",),
    "IIS-NetFxExtensibility45": ("NetFx4Extended-ASPNET45",),
}


def check_feature(name: str) -> str:
    """A feature's name; those of the role Web-Server are all known here, so a typing error is found."""
    if not _NAME.fullmatch(name):
        raise rule(
            f"is not the name of a Windows feature: '{name}'", "as Get-WindowsFeature shows it: Web-Windows-Auth"
        )
    known = {there.casefold(): there for there in DESKTOP_NAMES}
    if name.casefold().startswith("web-") and name.casefold() not in known:
        raise rule(f"is not a feature of Windows Server: '{name}'", did_you_mean(name, DESKTOP_NAMES))
    return known.get(name.casefold(), name)


def desktop_features(names: Iterable[str]) -> tuple[str, ...]:
    """The names that desktop Windows has for features of a server, each after all that it needs."""
    ordered = dict[str, None]()
    for name in names:
        for own in DESKTOP_NAMES.get(name, (name,)):
            ordered.update(dict.fromkeys([*_needed(own), own]))
    return tuple(ordered)


def prerequisites(name: str) -> tuple[str, ...]:
    """What a desktop's feature needs directly."""
    return tuple(above for above in (_ABOVE.get(name), *_BESIDE.get(name, ())) if above)


def _needed(name: str) -> list[str]:
    return [needed for above in prerequisites(name) for needed in (*_needed(above), above)]
