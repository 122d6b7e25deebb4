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

    foreach ($folder in @(Get-IisFolder)) {
        if ($folder.Directory -ne '/' -or $Pool -contains $folder.Pool) {
            continue
        }
        $file = "$($folder.Path)\web.config"
        # A share may not answer in a session that cannot pass its credentials on.
        $isLocal = $folder.Path -and -not $folder.Path.StartsWith('\\')
        if (-not $isLocal -or -not (Test-Path -LiteralPath $file -PathType Leaf)) {
            continue
        }
        $text = (Get-Content -LiteralPath $file -Encoding UTF8) -join "`n"
        $keeps = $text -match 'name\s*=\s*"disallowRotationOnConfigChange"\s+value\s*=\s*"true"'
        if ($text -match '<aspNetCore\b[^>]*\bhostingModel\s*=\s*"inprocess"' -and -not $keeps) {
            $folder.Name
        }
    }
}
