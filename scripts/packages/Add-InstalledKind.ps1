function Add-InstalledKind {
    <#
    .SYNOPSIS
    Notes that this script installs a kind of package.
    .DESCRIPTION
    Restart-IisService restarts IIS only if one of the kinds it is told has been noted; also in a plan.
    .PARAMETER Kind
    Such as hosting-bundle.
    .EXAMPLE
    Add-InstalledKind -Kind 'hosting-bundle'
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Kind
    )

    if (-not $script:IisFleet.ContainsKey('Installed')) {
        $script:IisFleet['Installed'] = @()
    }
    $script:IisFleet['Installed'] += $Kind
}
