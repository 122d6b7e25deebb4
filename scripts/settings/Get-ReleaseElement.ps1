function Get-ReleaseElement {
    <#
    .SYNOPSIS
    Gives all that is set on an application, as plain data; of a root application all that is set on its site.
    .DESCRIPTION
    Without the other applications of the site and without its id: those belong to no release. Returns nothing if
    there is no such application.
    .PARAMETER Site
    The site.
    .PARAMETER Application
    The path of the application.
    .EXAMPLE
    Get-ReleaseElement -Site 'Shop' -Application '/'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Site,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^/')]
        [string] $Application
    )

    $element = Find-IisElement -Collection (Get-IisCollection -Kind 'site') -Key @{ name = $Site }
    if ($null -eq $element) {
        return
    }
    $found = Find-IisElement -Collection $element.GetCollection() -Key @{ path = $Application }
    if ($null -eq $found) {
        return
    }
    if ($Application -ne '/') {
        return ConvertTo-IisElementState -Element $found
    }
    $state = ConvertTo-IisElementState -Element $element
    $state.attributes = [object[]] @($state.attributes | Where-Object -FilterScript { $_.name -ne 'id' })
    $state.items = [object[]] @(ConvertTo-IisElementState -Element $found)
    $state
}
