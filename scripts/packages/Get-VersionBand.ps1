function Get-VersionBand {
    <#
    .SYNOPSIS
    Gives major and minor of a version.
    .DESCRIPTION
    Bundles and runtimes of one band replace each other; those of another stay beside them.
    .PARAMETER Version
    Such as 10.0.12.
    .EXAMPLE
    Get-VersionBand -Version '10.0.12'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^\d+\.\d+\.\d+')]
        [string] $Version
    )

    ($Version -split '\.')[0, 1] -join '.'
}
