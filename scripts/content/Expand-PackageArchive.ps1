function Expand-PackageArchive {
    <#
    .SYNOPSIS
    Writes the files of an archive into a new folder.
    .DESCRIPTION
    All names are checked before the first file is written, and no file is ever overwritten.
    .PARAMETER Archive
    The zip file.
    .PARAMETER Path
    The folder, which must be there.
    .EXAMPLE
    Expand-PackageArchive -Archive $file -Path 'C:\inetpub\shop\releases\1.0.partial'
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Archive,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    Add-Type -AssemblyName 'System.IO.Compression'
    Add-Type -AssemblyName 'System.IO.Compression.FileSystem'
    $paths = $ExecutionContext.SessionState.Path
    $root = $paths.GetUnresolvedProviderPathFromPSPath($Path)
    $zip = [System.IO.Compression.ZipFile]::OpenRead($paths.GetUnresolvedProviderPathFromPSPath($Archive))
    try {
        $entries = @($zip.Entries | Where-Object -FilterScript { -not $_.FullName.EndsWith('/') })
        $size = [long] 0
        foreach ($entry in $entries) {
            Assert-ArchiveName -Name $entry.FullName -Folder $Path
            $size += $entry.Length
        }
        Assert-FreeSpace -Path $Path -Bytes $size -What 'the new release'
        if (-not $PSCmdlet.ShouldProcess($Path, "Write $($entries.Count) files")) {
            return
        }
        foreach ($entry in $entries) {
            $relative = $entry.FullName.Replace('/', [System.IO.Path]::DirectorySeparatorChar)
            $file = [System.IO.Path]::Combine($root, $relative)
            $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($file))
            $source = $entry.Open()
            try {
                $target = [System.IO.File]::Open($file, [System.IO.FileMode]::CreateNew)
                try {
                    $source.CopyTo($target)
                }
                finally {
                    $target.Dispose()
                }
            }
            finally {
                $source.Dispose()
            }
        }
    }
    finally {
        $zip.Dispose()
    }
}
