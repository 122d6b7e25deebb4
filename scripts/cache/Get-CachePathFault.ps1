function Get-CachePathFault {
    <#
    .SYNOPSIS
    Says why a path cannot be a package cache.
    .DESCRIPTION
    A sentence for a drive, for what Windows, programs, sites and iisfleet own, for the profile of an account and
    for whatever holds one of these; nothing for any other folder. Emptying one of them could not be undone.
    .PARAMETER Path
    The path.
    .PARAMETER UserProfile
    The profiles of this host, of Get-UserProfile.
    .EXAMPLE
    Get-CachePathFault -Path 'C:\Windows' -UserProfile @(Get-UserProfile -Account '*')
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Path,

        [AllowEmptyCollection()]
        [object[]] $UserProfile = @()
    )

    $folder = $Path.TrimEnd('\')
    if ($folder -notmatch '^[A-Za-z]:(\\[^\\/:*?"<>|]*[^\\/:*?"<>|. ])+$') {
        return 'it is no folder on a drive of this host'
    }
    if ($folder -match '~[0-9]') {
        # PROGRA~1 would hide what it is.
        return 'it is a short name'
    }
    $closed = @($env:SystemRoot, $env:ProgramFiles, ${env:ProgramFiles(x86)}, $env:ProgramW6432,
        "$($env:SystemDrive)\inetpub", (Get-HostFolder))
    $crowded = @($env:ProgramData, "$($env:SystemDrive)\Users") + @($UserProfile | ForEach-Object -Process {
            $_.Folder
        })
    foreach ($place in @($closed | Where-Object -FilterScript { $_ })) {
        if ("$folder\".StartsWith("$place\", [System.StringComparison]::OrdinalIgnoreCase)) {
            return "$place is not for caches"
        }
    }
    foreach ($place in @(($closed + $crowded) | Where-Object -FilterScript { $_ })) {
        if ("$place\".StartsWith("$folder\", [System.StringComparison]::OrdinalIgnoreCase)) {
            return "more than a cache is in it: $place"
        }
    }
}
