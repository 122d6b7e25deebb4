function Get-SitePhysicalPath {
    <#
    .SYNOPSIS
    Gives the folders that IIS serves.
    .DESCRIPTION
    With a site: the folder of one of its applications, nothing if there is no such site or application. Without:
    those of all sites, applications and virtual directories. Variables such as %SystemDrive% are expanded.
    .PARAMETER Site
    The name of the site.
    .PARAMETER Application
    The path of the application.
    .EXAMPLE
    Get-SitePhysicalPath -Site 'Shop' -Application '/'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [AllowEmptyString()]
        [string] $Site = '',

        [ValidatePattern('^/')]
        [string] $Application = '/'
    )

    foreach ($element in (Get-IisCollection -Kind 'site')) {
        if ($Site -and $element.GetAttributeValue('name') -ne $Site) {
            continue
        }
        foreach ($child in $element.GetCollection()) {
            if ($Site -and $child.GetAttributeValue('path') -ne $Application) {
                continue
            }
            foreach ($directory in $child.GetCollection()) {
                if (-not $Site -or $directory.GetAttributeValue('path') -eq '/') {
                    $path = [string] $directory.GetAttributeValue('physicalPath')
                    [System.Environment]::ExpandEnvironmentVariables($path).TrimEnd('\')
                }
            }
        }
    }
}
