function Get-IisAuthenticationState {
    <#
    .SYNOPSIS
    Gives what is set for authentication at the locations of a site.
    .DESCRIPTION
    One entry for each location of the site and each section; element is $null where the location does not set it.
    .PARAMETER Site
    The site.
    .EXAMPLE
    Get-IisAuthenticationState -Site 'Shop'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Site
    )

    $configuration = (Get-IisManager).GetApplicationHostConfiguration()
    $locations = @($Site)
    $element = Find-IisElement -Collection (Get-IisCollection -Kind 'site') -Key @{ name = $Site }
    if ($null -ne $element) {
        $paths = @($element.GetCollection() | ForEach-Object -Process { [string] $_.GetAttributeValue('path') })
        $locations += @($paths | Where-Object -FilterScript { $_ -ne '/' } |
                ForEach-Object -Process { "$Site$_" })
    }
    foreach ($location in $locations) {
        foreach ($kind in @('anonymous', 'windows', 'basic')) {
            $path = "system.webServer/security/authentication/${kind}Authentication"
            $section = $configuration.GetSection($path, $location)
            $element = if ($section.IsLocallyStored) { ConvertTo-IisElementState -Element $section } else { $null }
            @{ location = $location; kind = $kind; element = $element }
        }
    }
}
