function Get-ContentPool {
    <#
    .SYNOPSIS
    Names the pools that serve a folder or anything below it, of all sites.
    .DESCRIPTION
    With Site and Application: the pool of that application alone.
    .PARAMETER Path
    The folder.
    .PARAMETER Site
    The name of the site.
    .PARAMETER Application
    The path of the application.
    .EXAMPLE
    Get-ContentPool -Path 'C:\inetpub\shop'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [AllowEmptyString()]
        [string] $Path = '',

        [AllowEmptyString()]
        [string] $Site = '',

        [string] $Application = '/'
    )

    $ignoreCase = [System.StringComparison]::OrdinalIgnoreCase
    $names = @(foreach ($element in (Get-IisCollection -Kind 'site')) {
            foreach ($child in $element.GetCollection()) {
                if ($Site) {
                    if ($element.GetAttributeValue('name') -eq $Site -and
                        $child.GetAttributeValue('path') -eq $Application) {
                        [string] $child.GetAttributeValue('applicationPool')
                    }
                    continue
                }
                foreach ($directory in $child.GetCollection()) {
                    $raw = [string] $directory.GetAttributeValue('physicalPath')
                    $folder = [System.Environment]::ExpandEnvironmentVariables($raw).TrimEnd('\')
                    if ("$folder\".StartsWith("$Path\", $ignoreCase)) {
                        [string] $child.GetAttributeValue('applicationPool')
                    }
                }
            }
        })
    $names | Where-Object -FilterScript { $_ } | Sort-Object -Unique
}
