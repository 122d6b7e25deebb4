function Get-IisOtherApplication {
    <#
    .SYNOPSIS
    Names the in-process applications that a commit recycles besides those it is about.
    .DESCRIPTION
    Each write of applicationHost.config makes the ASP.NET Core Module recycle every in-process application of the
    machine (.NET 7 and later can opt out by disallowRotationOnConfigChange, which counts here).
    .PARAMETER Pool
    The pools that the commit is about.
    .EXAMPLE
    Get-IisOtherApplication -Pool @('Shop')
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [string[]] $Pool
    )

    foreach ($site in (Get-IisCollection -Kind 'site')) {
        foreach ($application in $site.GetCollection()) {
            $folder = Find-IisElement -Collection $application.GetCollection() -Key @{ path = '/' }
            if ($null -eq $folder -or $Pool -contains [string] $application.GetAttributeValue('applicationPool')) {
                continue
            }
            $raw = [string] $folder.GetAttributeValue('physicalPath')
            $path = [System.Environment]::ExpandEnvironmentVariables($raw)
            $file = "$path\web.config"
            # A share may not answer in a session that cannot pass its credentials on.
            $isLocal = $path -and -not $path.StartsWith('\\')
            if (-not $isLocal -or -not (Test-Path -LiteralPath $file -PathType Leaf)) {
                continue
            }
            $text = (Get-Content -LiteralPath $file -Encoding UTF8) -join "`n"
            $keeps = $text -match 'name\s*=\s*"disallowRotationOnConfigChange"\s+value\s*=\s*"true"'
            if ($text -match '<aspNetCore\b[^>]*\bhostingModel\s*=\s*"inprocess"' -and -not $keeps) {
                ('{0}{1}' -f $site.GetAttributeValue('name'), $application.GetAttributeValue('path')).TrimEnd('/')
            }
        }
    }
}
