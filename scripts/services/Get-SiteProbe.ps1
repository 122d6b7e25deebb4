function Get-SiteProbe {
    <#
    .SYNOPSIS
    Gives the parameters of Invoke-HttpProbe that ask a site for its front page.
    .DESCRIPTION
    By its first http or https binding; a wildcard in a host name (*.contoso.com) stands for any name. Nothing for
    a site without such a binding.
    .PARAMETER Site
    The element of the site.
    .EXAMPLE
    $probe = Get-SiteProbe -Site $element
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Site
    )

    foreach ($binding in $Site.GetCollection('bindings')) {
        $protocol = [string] $binding.GetAttributeValue('protocol')
        $information = [string] $binding.GetAttributeValue('bindingInformation')
        if (@('http', 'https') -contains $protocol -and $information -match '^(.*):(\d+):([^:]*)$') {
            $address = if (@('', '0.0.0.0', '[::]') -contains $Matches[1]) { '*' } else { $Matches[1] }
            return @{
                Protocol = $protocol; Address = $address; Port = [int] $Matches[2]
                HostName = $Matches[3] -replace '^\*', 'iisfleet'; Path = '/'
            }
        }
    }
    return $null
}
