function Get-SiteRelease {
    <#
    .SYNOPSIS
    Tells which release a site serves, and which lie ready.
    .DESCRIPTION
    Reads only. The release is the folder below <Path>\releases that IIS serves, or, with Content, the one that was
    published into it; its manifest is that of what is really there. Releases that are not live are told by their
    recorded manifest. owned: iisfleet has published the site before, or there is none. offline: whose
    app_offline.htm is shown, ours or other. others: the folders below Content that IIS serves as something else.
    .PARAMETER Target
    What is deployed: a site or an application of one.
    .PARAMETER Path
    Its path.
    .PARAMETER Site
    The name of the site in IIS.
    .PARAMETER Application
    The path of the application.
    .PARAMETER Content
    The folder that is published in place; Path is then the store of its releases.
    .PARAMETER Preserve
    Relative paths in it that no publish touches.
    .EXAMPLE
    Get-SiteRelease -Target 'Shop' -Path 'C:\inetpub\shop' -Site 'Shop'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]:\\')]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Site,

        [ValidatePattern('^/')]
        [string] $Application = '/',

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Content = '',

        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Preserve = @()
    )

    $physicalPath = Get-SitePhysicalPath -Site $Site -Application $Application | Select-Object -First 1
    $release = $null
    $manifest = $null
    $files = 0
    $others = @()
    $prefix = "$Path\releases\"
    $ignoreCase = [System.StringComparison]::OrdinalIgnoreCase
    if ($Content) {
        $others = @(Get-OtherFolder -Content $Content -Preserve $Preserve -Application | ForEach-Object -Process {
                @{ path = $_.Path; name = $_.Name }
            })
        $kept = [string[]] @(Get-KeptPath -Content $Content -Preserve $Preserve)
        $live = Get-LiveContent -Target $Target -Content $Content -Store $Path -Preserve $kept
        $release = $live.Release
        $manifest = $live.Sha256
        $files = $live.Count
    }
    elseif ($physicalPath -and $physicalPath.StartsWith($prefix, $ignoreCase)) {
        $rest = $physicalPath.Substring($prefix.Length)
        $release = if ($rest -and -not $rest.Contains('\')) { $rest } else { $null }
    }
    if ($release -and -not $Content) {
        $served = Get-ReleaseContent -Path $Path -Release $release
        if ($null -ne $served) {
            $manifest = $served.Sha256
            $files = $served.Count
        }
    }
    $incoming = @{}
    if (Test-Path -LiteralPath "$Path\incoming") {
        foreach ($file in @(Get-ChildItem -LiteralPath "$Path\incoming" -File)) {
            $incoming[$file.Name] = $file.Length
        }
    }
    $page = if ($Content) { $Content } else { $physicalPath }
    $offline = $null
    if ($page -and (Test-Path -LiteralPath "$page\app_offline.htm")) {
        $offline = @{ ours = 'ours'; foreign = 'other' }[(Get-OfflinePage -Path $page)]
    }
    New-StepResult -Data @{
        target       = $Target
        release      = $release
        physicalPath = if ($physicalPath) { $physicalPath } else { $null }
        exists       = $null -ne $physicalPath
        owned        = Test-SiteOwned -Site $Site
        manifest     = $manifest
        files        = $files
        offline      = $offline
        releases     = [object[]] @(Get-Release -Path $Path -Target $Target)
        incoming     = $incoming
        others       = [object[]] $others
    }
}
