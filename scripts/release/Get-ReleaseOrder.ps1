function Get-ReleaseOrder {
    <#
    .SYNOPSIS
    Gives the releases of a target that were live, the latest first.
    .DESCRIPTION
    The journal alone decides, never a name or a time of a folder. A release that went live again counts by the
    last time it did.
    .PARAMETER Target
    The target.
    .EXAMPLE
    Get-ReleaseOrder -Target 'Shop'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Target
    )

    $seen = @{}
    $entries = @(Get-LiveEntry -Target $Target)
    [array]::Reverse($entries)
    foreach ($entry in $entries) {
        $release = [string] $entry['release']
        if ($release -and -not $seen.ContainsKey($release)) {
            $seen[$release] = $true
            $release
        }
    }
}
