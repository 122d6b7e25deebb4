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

    $fact = @{ v1 = $null; v2 = $null }
    foreach ($name in @('v1', 'v2')) {
        $place = Get-ModulePlace -Generation $name
        $found = @{
            version    = $null
            registered = ($Module -contains $place.Name)
            file64     = (Test-Path -LiteralPath $place.File64)
            file32     = (Test-Path -LiteralPath $place.File32)
        }
        if ([int] (Get-RegistryValue -Path $place.Key -Name 'Install') -eq 1) {
            $found.version = [string] (Get-RegistryValue -Path $place.Key -Name 'Version')
        }
        if ($found.version -or $found.registered -or $found.file64 -or $found.file32) {
            $fact[$name] = $found
        }
    }
    $fact
}
