"""What a new machine has: Windows, and as the profile says IIS, the hosting bundle, a desktop.

ready: Server 2022, IIS 10, ASP.NET Core Module V2, ASP.NET Core 10 x64 and x86 · core: the same without a
desktop · no-bundle: IIS alone · bare, bare-core: no IIS · desktop: Windows 11, no IIS · hand-made: ready, with two
sites that a person has made (winlab/windows/handmade.py). Facts: reference windows.md (Hosting bundle, detection; IIS
role).

A new IIS brings `Default Web Site`, started, on *:80. The profiles leave it out, as people who deploy their own
sites do first; `Machine.given({"iis": {"defaultSite": True}})` puts it there.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from winlab.windows.errors import NotFound

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

RUNTIME = "10.0.12"
ASSEMBLY = r"C:\Windows\System32\inetsrv\Microsoft.Web.Administration.dll"
CONFIG = r"C:\Windows\System32\inetsrv\config\applicationHost.config"
REDIRECTION = r"C:\Windows\System32\inetsrv\config\redirection.config"
_REDIRECTION = """<?xml version="1.0" encoding="UTF-8"?>
<configuration>
    <configSections>
        <section name="configurationRedirection" />
    </configSections>
    <configurationRedirection />
</configuration>
"""
# Of the core and of the role services that Web-Server brings by default.
_MODULES = (
    "HttpLoggingModule", "UriCacheModule", "FileCacheModule", "TokenCacheModule", "HttpCacheModule",
    "StaticCompressionModule", "DefaultDocumentModule", "DirectoryListingModule", "ProtocolSupportModule",
    "StaticFileModule", "AnonymousAuthenticationModule", "RequestFilteringModule", "CustomErrorModule",
    "ConfigurationValidationModule",
)  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """installation: 'Server', 'Server Core' or 'Client', as the registry's InstallationType says.

    features: those of Windows that are installed (winlab/windows/features.py).
    """

    name: str
    installation: str
    features: tuple[str, ...]
    bundle: bool
    by_hand: bool = False


_IIS = ("Web-Server", "Web-Windows-Auth", "Web-Basic-Auth", "Web-Scripting-Tools")
PROFILES = {
    found.name: found
    for found in (
        Profile("ready", "Server", (*_IIS, "Web-Mgmt-Console"), bundle=True),
        Profile("hand-made", "Server", (*_IIS, "Web-Mgmt-Console"), bundle=True, by_hand=True),
        Profile("core", "Server Core", _IIS, bundle=True),
        Profile("no-bundle", "Server", (*_IIS, "Web-Mgmt-Console"), bundle=False),
        Profile("bare", "Server", (), bundle=False),
        Profile("bare-core", "Server Core", (), bundle=False),
        Profile("desktop", "Client", (), bundle=False),
    )
}


def find_profile(name: str) -> Profile:
    """Raises NotFound with the names there are."""
    if name not in PROFILES:
        raise NotFound(f"no profile is called {name}; there are {', '.join(PROFILES)}")
    return PROFILES[name]


def system_facts(name: str, chosen: Profile) -> dict[str, Any]:
    """What the operating system tells about itself (Win32_OperatingSystem and the registry)."""
    client = chosen.installation == "Client"
    build = 22631 if client else 20348
    return {
        "computer": name,
        "os": {
            "caption": "Microsoft Windows 11 Pro" if client else "Microsoft Windows Server 2022 Standard",
            "version": f"10.0.{build}",
            "build": build,
            "installationType": chosen.installation,
            "productType": 1 if client else 3,
        },
    }


def install(machine: "Machine", chosen: Profile) -> None:
    """Fill a new machine's drives and registry; the bundle is an installer's work (winlab/windows/installers.py)."""
    for folder in (r"C:\Windows\System32", r"C:\Program Files", r"C:\Program Files (x86)", r"C:\ProgramData"):
        machine.fs.make_folder(folder)
    machine.registry.load(_windows(machine))
    machine.users.install()
    machine.features.install(chosen.features)
    machine.certificates.add(f"CN={machine.name}")


def add_iis(machine: "Machine") -> None:
    """What the role Web-Server with its default role services is: files, configuration, registry."""
    machine.fs.make_folder(r"C:\inetpub\wwwroot")
    machine.fs.write(CONFIG, application_host().encode())
    machine.fs.write(REDIRECTION, _REDIRECTION.encode())
    machine.registry.load(_iis())


def _windows(machine: "Machine") -> dict[str, dict[str, Any]]:
    system = machine.facts["os"]
    return {
        r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion": {
            "ProductName": str(system["caption"]).removeprefix("Microsoft "),
            "InstallationType": system["installationType"],
            "CurrentBuildNumber": str(system["build"]),
            "CurrentMajorVersionNumber": 10,
            "CurrentMinorVersionNumber": 0,
            "UBR": 2700,
        },
        r"HKLM\SYSTEM\CurrentControlSet\Control\ComputerName\ComputerName": {"ComputerName": machine.name.upper()},
    }


def _iis() -> dict[str, dict[str, Any]]:
    return {
        r"HKLM\SOFTWARE\Microsoft\InetStp": {
            "InstallPath": r"C:\Windows\System32\inetsrv",
            "MajorVersion": 10,
            "MinorVersion": 0,
            "VersionString": "Version 10.0",
        },
        r"HKLM\SOFTWARE\Microsoft\InetStp\Components": {"CoreWebEngine": 1, "W3SVC": 1},
    }


def application_host() -> str:
    """The file of a new IIS 10, shortened to what the lab knows."""
    modules = [
        f'            <add name="{name}" image="%windir%\\System32\\inetsrv\\{name}.dll" />' for name in _MODULES
    ]
    return _TEXT.format(
        globals="\n".join(modules),
        modules="\n".join(f'                <add name="{name}" lockItem="true" />' for name in _MODULES),
    )


_TEXT = r"""<?xml version="1.0" encoding="UTF-8"?>
<configuration>
    <configSections>
        <sectionGroup name="system.applicationHost">
            <section name="applicationPools" allowDefinition="AppHostOnly" overrideModeDefault="Deny" />
            <section name="sites" allowDefinition="AppHostOnly" overrideModeDefault="Deny" />
        </sectionGroup>
        <sectionGroup name="system.webServer">
            <section name="defaultDocument" overrideModeDefault="Allow" />
            <section name="globalModules" allowDefinition="AppHostOnly" overrideModeDefault="Deny" />
            <section name="handlers" overrideModeDefault="Deny" />
            <section name="modules" allowDefinition="MachineToApplication" overrideModeDefault="Deny" />
            <sectionGroup name="security">
                <sectionGroup name="authentication">
                    <section name="anonymousAuthentication" overrideModeDefault="Deny" />
                    <section name="basicAuthentication" overrideModeDefault="Deny" />
                    <section name="windowsAuthentication" overrideModeDefault="Deny" />
                </sectionGroup>
            </sectionGroup>
        </sectionGroup>
    </configSections>
    <system.applicationHost>
        <applicationPools>
            <add name="DefaultAppPool" managedRuntimeVersion="v4.0" />
            <applicationPoolDefaults managedRuntimeVersion="v4.0">
                <processModel identityType="ApplicationPoolIdentity" loadUserProfile="true" setProfileEnvironment="false" />
            </applicationPoolDefaults>
        </applicationPools>
        <sites>
            <siteDefaults>
                <logFile logFormat="W3C" directory="%SystemDrive%\inetpub\logs\LogFiles" />
                <traceFailedRequestsLogging directory="%SystemDrive%\inetpub\logs\FailedReqLogFiles" />
            </siteDefaults>
            <applicationDefaults applicationPool="DefaultAppPool" />
            <virtualDirectoryDefaults allowSubDirConfig="true" />
        </sites>
        <webLimits />
    </system.applicationHost>
    <system.webServer>
        <defaultDocument enabled="true">
            <files>
                <add value="Default.htm" />
                <add value="Default.asp" />
                <add value="index.htm" />
                <add value="index.html" />
                <add value="iisstart.htm" />
            </files>
        </defaultDocument>
        <globalModules>
{globals}
        </globalModules>
        <security>
            <authentication>
                <anonymousAuthentication enabled="true" userName="IUSR" />
                <basicAuthentication enabled="false" />
                <windowsAuthentication enabled="false">
                    <providers>
                        <add value="Negotiate" />
                        <add value="NTLM" />
                    </providers>
                </windowsAuthentication>
            </authentication>
        </security>
    </system.webServer>
    <location path="" overrideMode="Allow">
        <system.webServer>
            <modules>
{modules}
            </modules>
            <handlers accessPolicy="Read, Script">
                <add name="StaticFile" path="*" verb="*" modules="StaticFileModule,DefaultDocumentModule,DirectoryListingModule" resourceType="Either" requireAccess="Read" />
            </handlers>
        </system.webServer>
    </location>
</configuration>
"""  # noqa: E501 - one line a handler, as in the real file
