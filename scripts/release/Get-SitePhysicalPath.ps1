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

    Get-IisFolder | Where-Object -FilterScript {
        -not $Site -or ($_.Site -eq $Site -and $_.Application -eq $Application -and $_.Directory -eq '/')
    } | ForEach-Object -Process { $_.Path }
}
