function Test-SiteOwned {
    <#
    .SYNOPSIS
    Tells whether iisfleet may change a site: it has published it before, or the site is not there yet.
    .DESCRIPTION
    By the journal: an entry deployed, rolled-back or adopted of any target of the site.
    .PARAMETER Site
    The name of the site in IIS.
    .EXAMPLE
    Test-SiteOwned -Site 'Shop'
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Site
    )

    if ($null -eq (Find-IisElement -Collection (Get-IisCollection -Kind 'site') -Key @{ name = $Site })) {
        return $true
    }
    $own = @(Get-LiveEntry | Where-Object -FilterScript {
            $_['site'] -eq $Site -or ([string] $_['target']).Split('/')[0] -eq $Site
        })
    $own.Count -gt 0
}
