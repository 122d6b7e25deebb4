function Get-ModulePlace {
    <#
    .SYNOPSIS
    Tells where a generation of the ASP.NET Core Module has its parts.
    .DESCRIPTION
    Key in the registry, name in globalModules, the 64-bit and the 32-bit file: as the hosting bundle puts them.
    .PARAMETER Generation
    v1 (bundles until 2.2) or v2 (since 2.2).
    .EXAMPLE
    (Get-ModulePlace -Generation 'v2').File32
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('v1', 'v2')]
        [string] $Generation
    )

    $extensions = 'HKLM:\SOFTWARE\Microsoft\IIS Extensions'
    if ($Generation -eq 'v1') {
        return @{
            Key    = "$extensions\IIS AspNetCore Module"
            Name   = 'AspNetCoreModule'
            File64 = "$env:windir\System32\inetsrv\aspnetcore.dll"
            File32 = "$env:windir\SysWOW64\inetsrv\aspnetcore.dll"
        }
    }
    $programs = if ($env:ProgramW6432) { $env:ProgramW6432 } else { $env:ProgramFiles }
    @{
        Key    = "$extensions\IIS AspNetCore Module V2"
        Name   = 'AspNetCoreModuleV2'
        File64 = "$programs\IIS\Asp.Net Core Module\V2\aspnetcorev2.dll"
        File32 = "${env:ProgramFiles(x86)}\IIS\Asp.Net Core Module\V2\aspnetcorev2.dll"
    }
}
