function Get-SiteRelease {
    <#
    .SYNOPSIS
    Tells which release a site serves, and which lie ready.
    .DESCRIPTION
    Reads only. The release is the folder below <Path>\releases that IIS serves; its manifest is that of what is
    really there. Releases that are not live are told by their recorded manifest.
    .PARAMETER Target
    What is deployed: a site or an application of one.
    .PARAMETER Path
    Its path.
    .PARAMETER Site
    The name of the site in IIS.
    .PARAMETER Application
    The path of the application.
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
        [string] $Application = '/'
    )

    $physicalPath = Get-SitePhysicalPath -Site $Site -Application $Application | Select-Object -First 1
    $release = $null
    $prefix = "$Path\releases\"
    $ignoreCase = [System.StringComparison]::OrdinalIgnoreCase
    if ($physicalPath -and $physicalPath.StartsWith($prefix, $ignoreCase)) {
        $rest = $physicalPath.Substring($prefix.Length)
        $release = if ($rest -and -not $rest.Contains('\')) { $rest } else { $null }
    }
    $content = if ($release) { Get-ReleaseContent -Path $Path -Release $release } else { $null }
    $incoming = @{}
    if (Test-Path -LiteralPath "$Path\incoming") {
        foreach ($file in @(Get-ChildItem -LiteralPath "$Path\incoming" -File)) {
            $incoming[$file.Name] = $file.Length
        }
    }
    New-StepResult -Data @{
        target       = $Target
        release      = $release
        physicalPath = if ($physicalPath) { $physicalPath } else { $null }
        manifest     = if ($null -ne $content) { $content.Sha256 } else { $null }
        files        = if ($null -ne $content) { $content.Count } else { 0 }
        releases     = [object[]] @(Get-Release -Path $Path -Target $Target)
        incoming     = $incoming
    }
}
