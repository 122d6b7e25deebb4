function Get-IisAuthenticationPath {
    <#
    .SYNOPSIS
    Gives the change path of one kind of authentication at a location.
    .DESCRIPTION
    site/Shop/authentication/windows for a site, site/Shop/application/api/authentication/windows below it.
    .PARAMETER Location
    Such as Shop or Shop/api.
    .PARAMETER Kind
    anonymous, windows or basic.
    .EXAMPLE
    Get-IisAuthenticationPath -Location 'Shop' -Kind 'windows'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Location,

        [Parameter(Mandatory = $true)]
        [ValidateSet('anonymous', 'windows', 'basic')]
        [string] $Kind
    )

    $slash = $Location.IndexOf('/')
    if ($slash -lt 0) {
        return "site/$Location/authentication/$Kind"
    }
    $site = $Location.Substring(0, $slash)
    $path = $Location.Substring($slash)
    "site/$site/application$path/authentication/$Kind"
}
