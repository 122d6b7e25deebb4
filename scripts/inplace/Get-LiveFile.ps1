function Get-LiveFile {
    <#
    .SYNOPSIS
    Lists what lies in a content folder: its files, and the junctions and links in it.
    .DESCRIPTION
    Relative, with /. Never goes through a junction or link, and leaves out what is preserved.
    .PARAMETER Path
    The folder; one that is missing is empty.
    .PARAMETER Except
    What Get-PreservePattern gave.
    .EXAMPLE
    (Get-LiveFile -Path 'C:\inetpub\shop' -Except $pattern).Files
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Except
    )

    $files = New-Object -TypeName 'System.Collections.Generic.List[string]'
    $links = New-Object -TypeName 'System.Collections.Generic.List[string]'
    $root = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $folders = New-Object -TypeName System.Collections.Stack
    if ([System.IO.Directory]::Exists($root)) {
        $folder = New-Object -TypeName System.IO.DirectoryInfo -ArgumentList $root
        $folders.Push(@{ Folder = $folder; Prefix = '' })
    }
    while ($folders.Count -gt 0) {
        $current = $folders.Pop()
        foreach ($item in $current.Folder.GetFileSystemInfos()) {
            $name = $current.Prefix + $item.Name
            if ($name -match $Except) {
                continue
            }
            # The attribute first: there may be many files, and a call takes its time.
            if (($item.Attributes -band [System.IO.FileAttributes]::ReparsePoint) -ne 0 -and
                (Test-ReparsePoint -Item $item)) {
                $links.Add($name)
            }
            elseif ($item -is [System.IO.DirectoryInfo]) {
                $folders.Push(@{ Folder = $item; Prefix = "$name/" })
            }
            else {
                $files.Add($name)
            }
        }
    }
    [PSCustomObject]@{ Files = $files.ToArray(); Links = $links.ToArray() }
}
