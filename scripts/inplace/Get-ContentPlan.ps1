function Get-ContentPlan {
    <#
    .SYNOPSIS
    Tells by hash what a release changes in a content folder.
    .DESCRIPTION
    Changed and Removed: entries of files that are there; Added: entries of the release; Wanted: all of its paths;
    Bytes: how much comes; Folders: those that are to be made; Links: junctions that stay although all else goes.
    What an adopted release has had goes only with Clean.
    .PARAMETER Target
    The target.
    .PARAMETER Content
    The folder that is served.
    .PARAMETER Store
    The folder of its releases.
    .PARAMETER Manifest
    The text of the release's manifest.
    .PARAMETER Preserve
    Relative paths that no publish touches, from Get-KeptPath.
    .PARAMETER Clean
    Whether files go that no release has put there.
    .EXAMPLE
    $plan = Get-ContentPlan -Target 'Shop' -Content $path -Store $store -Manifest $text -Clean $false
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [string] $Content,

        [Parameter(Mandatory = $true)]
        [string] $Store,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Manifest,

        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Preserve = @(),

        [bool] $Clean = $false
    )

    $except = Get-PreservePattern -Preserve $Preserve
    $live = Get-LiveContent -Target $Target -Content $Content -Store $Store -Preserve $Preserve
    $wanted = ConvertFrom-Manifest -Text (Select-ManifestLine -Text $Manifest -Except $except)
    # A file that the release before did not have may be there all the same.
    $unknown = [string[]] @($wanted.psbase.Keys |
            Where-Object -FilterScript { -not $live.Entries.ContainsKey($_) })
    $there = ConvertFrom-Manifest -Text (Get-FileManifest -Path $Content -Name $unknown).Text
    $changed = @()
    $added = @()
    $bytes = [long] 0
    foreach ($entry in $wanted.psbase.Values) {
        $now = $live.Entries[$entry.Path]
        if ($null -eq $now) {
            $now = $there[$entry.Path]
        }
        if ($null -eq $now) {
            $added += $entry
            $bytes += $entry.Size
        }
        elseif ($now.Sha256 -ne $entry.Sha256) {
            $changed += $now
            $bytes += $entry.Size
        }
    }
    $removed = @()
    # An adopted release holds all that was there: who knows which of it visitors or the app have put there.
    if ($live.Release -and ($Clean -or $live.Release -notlike 'adopted-*')) {
        $removed = @($live.Entries.psbase.Values |
                Where-Object -FilterScript { -not $wanted.ContainsKey($_.Path) })
    }
    $links = [string[]] @()
    if ($Clean) {
        $extra = Get-ExtraFile -Target $Target -Content $Content -Store $Store -Preserve $Preserve
        $links = $extra.Links
        $names = [string[]] @($extra.Files | Where-Object -FilterScript { -not $wanted.ContainsKey($_) })
        $found = Get-FileManifest -Path $Content -Name $names
        $removed += @((ConvertFrom-Manifest -Text $found.Text).psbase.Values)
    }
    [PSCustomObject]@{
        Changed = [object[]] @($changed | Sort-Object -Property 'Path')
        Added   = [object[]] @($added | Sort-Object -Property 'Path')
        Removed = [object[]] @($removed | Sort-Object -Property 'Path')
        Wanted  = [string[]] @($wanted.psbase.Values | ForEach-Object -Process { $_.Path })
        Bytes   = $bytes
        Folders = [string[]] @(Get-NewFolder -Path $Content -Name @($added | ForEach-Object -Process { $_.Path }))
        Links   = $links
    }
}
