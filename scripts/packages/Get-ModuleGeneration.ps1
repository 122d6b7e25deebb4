function Get-ModuleGeneration {
    <#
    .SYNOPSIS
    Tells which generations of the ASP.NET Core Module a hosting bundle brings.
    .DESCRIPTION
    Until 2.1 v1 alone, 2.2 both, since 3.0 v2 alone.
    .PARAMETER Version
    Of the bundle.
    .EXAMPLE
    Get-ModuleGeneration -Version '10.0.12'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Version
    )

    if (-not (Test-VersionReached -Found $Version -Wanted '3.0.0-0')) {
        'v1'
    }
    if (Test-VersionReached -Found $Version -Wanted '2.2.0-0') {
        'v2'
    }
}
