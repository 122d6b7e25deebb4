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
    $folders = Get-IisFolder | Where-Object -FilterScript {
        if ($Site) {
            $_.Site -eq $Site -and $_.Application -eq $Application
        }
        else {
            "$($_.Path)\".StartsWith("$Path\", $ignoreCase)
        }
    }
    $folders | ForEach-Object -Process { $_.Pool } | Where-Object -FilterScript { $_ } | Sort-Object -Unique
}
