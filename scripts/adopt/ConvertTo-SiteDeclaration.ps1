function ConvertTo-SiteDeclaration {
    <#
    .SYNOPSIS
    Tells how a site and its applications are set, in the terms that an inventory knows.
    .DESCRIPTION
    Authentication is told where a location sets it itself.
    .PARAMETER Site
    The element of the site.
    .EXAMPLE
    ConvertTo-SiteDeclaration -Site $site
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Site
    )

    $name = [string] $Site.GetAttributeValue('name')
    $applications = @($Site.GetCollection() | ForEach-Object -Process {
            ConvertTo-ApplicationDeclaration -Application $_
        })
    $bindings = @($Site.GetCollection('bindings') | ForEach-Object -Process {
            ConvertTo-BindingDeclaration -Binding $_
        })
    $configuration = (Get-IisManager).GetApplicationHostConfiguration()
    $authentication = @(foreach ($path in @($applications | ForEach-Object -Process { $_.path })) {
            $location = "$name$path".TrimEnd('/')
            foreach ($kind in @('anonymous', 'windows', 'basic')) {
                $section = "system.webServer/security/authentication/${kind}Authentication"
                $element = $configuration.GetSection($section, $location)
                if ($element.IsLocallyStored) {
                    @{ application = $path; kind = $kind; enabled = [bool] $element.GetAttributeValue('enabled') }
                }
            }
        })
    $known = @('name', 'id', 'serverAutoStart', 'bindings', '*')
    @{
        name           = $name
        autoStart      = [bool] $Site.GetAttributeValue('serverAutoStart')
        bindings       = [object[]] $bindings
        applications   = [object[]] $applications
        authentication = [object[]] $authentication
        unsaid         = [object[]] @(Get-UnsaidSetting -Element $Site -Known $known)
    }
}
