function Get-KeyApplication {
    <#
    .SYNOPSIS
    Tells which pools serve the applications of sites now.
    .DESCRIPTION
    A pool under another name is another account, with other keys.
    .PARAMETER Site
    Names of sites; those that are not there are left out.
    .EXAMPLE
    Get-KeyApplication -Site @('Shop')
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [string[]] $Site
    )

    $collection = Get-IisCollection -Kind 'site'
    foreach ($name in $Site) {
        $element = Find-IisElement -Collection $collection -Key @{ name = $name }
        if ($null -eq $element) {
            continue
        }
        foreach ($application in $element.GetCollection()) {
            @{
                site        = $name
                application = [string] $application.GetAttributeValue('path')
                pool        = [string] $application.GetAttributeValue('applicationPool')
            }
        }
    }
}
