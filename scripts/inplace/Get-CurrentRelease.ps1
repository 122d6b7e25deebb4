function Get-CurrentRelease {
    <#
    .SYNOPSIS
    Gives the id of the release that a content folder was last published from.
    .DESCRIPTION
    From the file current in the store; nothing if there is none, or if the manifest of that release is gone.
    .PARAMETER Store
    The folder of the releases, such as C:\inetpub\shop.iisfleet.
    .EXAMPLE
    Get-CurrentRelease -Store 'C:\inetpub\shop.iisfleet'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Store
    )

    $release = ([string] (Read-TextFile -Path "$Store\current")).Trim()
    $isId = $release -match '^[A-Za-z0-9][A-Za-z0-9._+-]*$'
    if ($isId -and (Test-Path -LiteralPath "$Store\releases\$release.manifest")) {
        $release
    }
}
