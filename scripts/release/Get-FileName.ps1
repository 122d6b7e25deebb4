function Get-FileName {
    <#
    .SYNOPSIS
    Lists the files below a folder, relative to it, with /.
    .DESCRIPTION
    Never goes through a junction or link, as Get-ChildItem -Recurse of 5.1 does.
    .PARAMETER Path
    The folder.
    .EXAMPLE
    Get-FileName -Path 'C:\inetpub\shop\releases\1.0'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    $root = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $folders = New-Object -TypeName System.Collections.Stack
    $folders.Push(@{ Folder = (New-Object -TypeName System.IO.DirectoryInfo -ArgumentList $root); Prefix = '' })
    while ($folders.Count -gt 0) {
        $current = $folders.Pop()
        foreach ($item in $current.Folder.GetFileSystemInfos()) {
            if ($item -isnot [System.IO.DirectoryInfo]) {
                $current.Prefix + $item.Name
            }
            elseif (-not (Test-ReparsePoint -Item $item)) {
                $folders.Push(@{ Folder = $item; Prefix = $current.Prefix + $item.Name + '/' })
            }
        }
    }
}
