function Copy-ReleaseFile {
    <#
    .SYNOPSIS
    Copies files of one folder into that of a release.
    .DESCRIPTION
    Copies, never links: access lists are inherited anew. A file that is there already is left as it is.
    .PARAMETER From
    The folder of the base.
    .PARAMETER Path
    The folder of the new release.
    .PARAMETER File
    Entries of a manifest.
    .EXAMPLE
    Copy-ReleaseFile -From $base -Path $partial -File $entries
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $From,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [object[]] $File
    )

    $paths = $ExecutionContext.SessionState.Path
    $source = $paths.GetUnresolvedProviderPathFromPSPath($From)
    $target = $paths.GetUnresolvedProviderPathFromPSPath($Path)
    $size = [long] 0
    foreach ($entry in $File) {
        Assert-ArchiveName -Name $entry.Path -Folder $Path
        $size += $entry.Size
    }
    Assert-FreeSpace -Path $Path -Bytes $size -What 'the new release'
    if (-not $PSCmdlet.ShouldProcess($Path, "Copy $($File.Count) files of $From")) {
        return
    }
    foreach ($entry in $File) {
        $relative = $entry.Path.Replace('/', [System.IO.Path]::DirectorySeparatorChar)
        $original = [System.IO.Path]::Combine($source, $relative)
        $copy = [System.IO.Path]::Combine($target, $relative)
        if ([System.IO.File]::Exists($copy)) {
            continue
        }
        if (-not [System.IO.File]::Exists($original)) {
            throw (New-StepError -Message "A file of the base release is gone: $($entry.Path)." -Kind 'tampered' `
                    -Expected "$From\$($entry.Path)" -Found 'no such file' `
                    -Remedy 'Deploy again: the host is asked anew what its releases hold, and the file is sent.')
        }
        $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($copy))
        [System.IO.File]::Copy($original, $copy)
        if (([System.IO.File]::GetAttributes($copy) -band [System.IO.FileAttributes]::ReadOnly) -ne 0) {
            [System.IO.File]::SetAttributes($copy, [System.IO.FileAttributes]::Normal)
        }
    }
}
