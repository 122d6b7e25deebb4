function Sync-FileTime {
    <#
    .SYNOPSIS
    Gives the files of a staged release such times that robocopy copies what differs by hash, and nothing else.
    .DESCRIPTION
    It skips files of equal size and time. A file with the hash of the live one gets its time; one with another
    hash, but equal size and time, a time four seconds later. One that is missing has none: what reads the content
    back says so.
    .PARAMETER From
    The folder of the release.
    .PARAMETER To
    The folder that is served.
    .PARAMETER Name
    The files of the release, relative, with /.
    .PARAMETER Changed
    Those that differ by hash.
    .EXAMPLE
    Sync-FileTime -From "$store\releases\$release" -To $path -Name $names -Changed $changed
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $From,

        [Parameter(Mandatory = $true)]
        [string] $To,

        [AllowNull()]
        [AllowEmptyCollection()]
        [string[]] $Name = @(),

        [AllowNull()]
        [AllowEmptyCollection()]
        [string[]] $Changed = @()
    )

    if (-not $PSCmdlet.ShouldProcess($From, 'Set the times of files')) {
        return
    }
    $paths = $ExecutionContext.SessionState.Path
    $source = $paths.GetUnresolvedProviderPathFromPSPath($From)
    $target = $paths.GetUnresolvedProviderPathFromPSPath($To)
    $separator = [System.IO.Path]::DirectorySeparatorChar
    $differing = New-Object -TypeName 'System.Collections.Generic.HashSet[string]' `
        -ArgumentList ([System.StringComparer]::OrdinalIgnoreCase)
    foreach ($relative in @($Changed)) {
        $null = $differing.Add($relative)
    }
    foreach ($relative in @($Name)) {
        $live = New-Object -TypeName System.IO.FileInfo -ArgumentList (
            [System.IO.Path]::Combine($target, $relative.Replace('/', $separator)))
        $staged = New-Object -TypeName System.IO.FileInfo -ArgumentList (
            [System.IO.Path]::Combine($source, $relative.Replace('/', $separator)))
        if (-not ($live.Exists -and $staged.Exists)) {
            continue
        }
        $apart = [math]::Abs(($staged.LastWriteTimeUtc - $live.LastWriteTimeUtc).TotalSeconds)
        $time = $null
        if (-not $differing.Contains($relative)) {
            if ($staged.LastWriteTimeUtc -ne $live.LastWriteTimeUtc) {
                $time = $live.LastWriteTimeUtc
            }
        }
        elseif ($staged.Length -eq $live.Length -and $apart -lt 4) {
            $time = $live.LastWriteTimeUtc.AddSeconds(4)
        }
        if ($null -ne $time) {
            if ($staged.IsReadOnly) {
                $staged.IsReadOnly = $false
            }
            $staged.LastWriteTimeUtc = $time
        }
    }
}
