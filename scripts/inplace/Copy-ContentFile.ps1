function Copy-ContentFile {
    <#
    .SYNOPSIS
    Copies one file with its time, through to the disk.
    .DESCRIPTION
    What is copied to be put back after a crash must have reached the disk before anything else changes. Replaces a
    file that is there, read-only or not.
    .PARAMETER From
    The file.
    .PARAMETER To
    The copy; missing folders above it are made.
    .EXAMPLE
    Copy-ContentFile -From 'C:\inetpub\shop\app.dll' -To 'C:\inetpub\shop.iisfleet\before\r1\app.dll'
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $From,

        [Parameter(Mandatory = $true)]
        [string] $To
    )

    if (-not $PSCmdlet.ShouldProcess($To, "Copy $From")) {
        return
    }
    $paths = $ExecutionContext.SessionState.Path
    $source = $paths.GetUnresolvedProviderPathFromPSPath($From)
    $copy = $paths.GetUnresolvedProviderPathFromPSPath($To)
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($copy))
    if ([System.IO.File]::Exists($copy)) {
        [System.IO.File]::SetAttributes($copy, [System.IO.FileAttributes]::Normal)
    }
    $share = [System.IO.FileShare] 'ReadWrite, Delete'
    $reader = New-Object -TypeName System.IO.FileStream -ArgumentList $source, 'Open', 'Read', $share, 65536
    try {
        $writer = [System.IO.File]::Open($copy, [System.IO.FileMode]::Create, [System.IO.FileAccess]::Write,
            [System.IO.FileShare]::None)
        try {
            $reader.CopyTo($writer)
            $writer.Flush($true)
        }
        finally {
            $writer.Dispose()
        }
    }
    finally {
        $reader.Dispose()
    }
    [System.IO.File]::SetLastWriteTimeUtc($copy, [System.IO.File]::GetLastWriteTimeUtc($source))
}
