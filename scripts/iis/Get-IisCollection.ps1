function Get-IisCollection {
    <#
    .SYNOPSIS
    Gives the collection of all pools or all sites of the draft.
    .DESCRIPTION
    The generic elements of applicationHost.config, not the typed objects, so that every attribute can be reached.
    .PARAMETER Kind
    pool or site.
    .EXAMPLE
    $sites = Get-IisCollection -Kind 'site'
    .OUTPUTS
    Microsoft.Web.Administration.ConfigurationElementCollection
    #>
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('pool', 'site')]
        [string] $Kind
    )

    $sections = @{ pool = 'system.applicationHost/applicationPools'; site = 'system.applicationHost/sites' }
    $configuration = (Get-IisManager).GetApplicationHostConfiguration()
    # The comma keeps the collection from being unrolled.
    , $configuration.GetSection($sections[$Kind]).GetCollection()
}
