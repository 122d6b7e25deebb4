function Get-AncmFact {
    <#
    .SYNOPSIS
    Tells which ASP.NET Core Module is on this host.
    .DESCRIPTION
    Three sources, since each alone lies: the registry (what was installed), the files (what an upgrade of Windows
    left) and globalModules (what IIS loads). A version that none of them knows is $null.
    .PARAMETER Module
    The names of the modules that IIS has registered.
    .EXAMPLE
    Get-AncmFact -Module (Get-IisFact).modules
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [AllowEmptyCollection()]
        [string[]] $Module = @()
    )

    $programs = if ($env:ProgramW6432) { $env:ProgramW6432 } else { $env:ProgramFiles }
    $places = @{
        v1 = @('IIS AspNetCore Module', 'AspNetCoreModule', "$env:windir\System32\inetsrv\aspnetcore.dll",
            "$env:windir\SysWOW64\inetsrv\aspnetcore.dll")
        v2 = @('IIS AspNetCore Module V2', 'AspNetCoreModuleV2',
            "$programs\IIS\Asp.Net Core Module\V2\aspnetcorev2.dll",
            "${env:ProgramFiles(x86)}\IIS\Asp.Net Core Module\V2\aspnetcorev2.dll")
    }
    $fact = @{ v1 = $null; v2 = $null }
    foreach ($name in @('v1', 'v2')) {
        $key = 'HKLM:\SOFTWARE\Microsoft\IIS Extensions\{0}' -f $places[$name][0]
        $found = @{
            version    = $null
            registered = ($Module -contains $places[$name][1])
            file64     = (Test-Path -LiteralPath $places[$name][2])
            file32     = (Test-Path -LiteralPath $places[$name][3])
        }
        if ([int] (Get-RegistryValue -Path $key -Name 'Install') -eq 1) {
            $found.version = [string] (Get-RegistryValue -Path $key -Name 'Version')
        }
        if ($found.version -or $found.registered -or $found.file64 -or $found.file32) {
            $fact[$name] = $found
        }
    }
    $fact
}
