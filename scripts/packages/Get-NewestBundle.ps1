function Get-NewestBundle {
    <#
    .SYNOPSIS
    Finds the newest registered hosting bundle of the band of a version, or $null.
    .DESCRIPTION
    Of 10.0.9 and 10.0.12 the latter.
    .PARAMETER Fact
    What Get-InstalledPackage gave.
    .PARAMETER Version
    Whose major and minor count.
    .EXAMPLE
    Get-NewestBundle -Fact (Get-InstalledPackage) -Version '10.0.12'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [hashtable] $Fact,

        [Parameter(Mandatory = $true)]
        [string] $Version
    )

    $band = '{0}.*' -f (Get-VersionBand -Version $Version)
    $found = @($Fact.bundles | Where-Object -FilterScript { $_.version -like $band })
    if ($found.Count -eq 0) {
        return $null
    }
    $found[-1]
}
