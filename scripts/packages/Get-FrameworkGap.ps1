function Get-FrameworkGap {
    <#
    .SYNOPSIS
    Lists the runtimes that are missing although their hosting bundle is registered, as changes.
    .DESCRIPTION
    Of the version or a later patch of it, 64 and 32 bit; not what an option of the installer leaves out.
    .PARAMETER Fact
    What Get-InstalledPackage gave.
    .PARAMETER Version
    Of the bundle.
    .PARAMETER Options
    Of the installer, such as OPT_NO_X86=1.
    .EXAMPLE
    Get-FrameworkGap -Fact (Get-InstalledPackage) -Version '10.0.12' -Options @('OPT_NO_X86=1')
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [hashtable] $Fact,

        [Parameter(Mandatory = $true)]
        [string] $Version,

        [AllowEmptyCollection()]
        [string[]] $Options = @()
    )

    $band = Get-VersionBand -Version $Version
    $switches = @{ 'Microsoft.NETCore.App' = 'OPT_NO_RUNTIME=1'; 'Microsoft.AspNetCore.App' = 'OPT_NO_SHAREDFX=1' }
    foreach ($architecture in 'x64', 'x86') {
        if ($architecture -eq 'x86' -and ($Options -contains 'OPT_NO_X86=1' -or -not ${env:ProgramFiles(x86)})) {
            continue
        }
        foreach ($framework in 'Microsoft.NETCore.App', 'Microsoft.AspNetCore.App') {
            $there = @($Fact.frameworks[$architecture][$framework] | Where-Object -FilterScript {
                    $_ -like "$band.*" -and (Test-VersionReached -Found $_ -Wanted $Version)
                })
            if ($there.Count -eq 0 -and $Options -notcontains $switches[$framework]) {
                New-Change -Path "framework/$architecture/$framework/$band" -Before $null -After $Version
            }
        }
    }
}
