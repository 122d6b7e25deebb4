function Get-ApplicationPool {
    <#
    .SYNOPSIS
    Names the pool of an application.
    .DESCRIPTION
    As the draft has it; nothing if there is no such application.
    .PARAMETER Site
    The site.
    .PARAMETER Application
    The path of the application.
    .EXAMPLE
    Get-ApplicationPool -Site 'Shop' -Application '/api'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Site,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Application
    )

    $element = Find-IisElement -Collection (Get-IisCollection -Kind 'site') -Key @{ name = $Site }
    if ($null -ne $element) {
        $found = Find-IisElement -Collection $element.GetCollection() -Key @{ path = $Application }
        if ($null -ne $found) {
            [string] $found.GetAttributeValue('applicationPool')
        }
    }
}
