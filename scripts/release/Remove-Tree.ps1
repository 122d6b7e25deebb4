function Remove-Tree {
    <#
    .SYNOPSIS
    Deletes a folder with all that is in it, and nothing else.
    .DESCRIPTION
    A junction or link is removed as such: what it leads to stays. Remove-Item -Recurse of 5.1 goes through
    junctions and has emptied their targets. Read-only files are deleted too. A missing folder is no error.
    .PARAMETER Path
    The folder.
    .EXAMPLE
    Remove-Tree -Path 'C:\inetpub\shop\releases\1.0-0a1b2c3d4e'
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    $item = Get-Item -LiteralPath $Path -Force -ErrorAction SilentlyContinue
    if ($null -eq $item -or -not $PSCmdlet.ShouldProcess($Path, 'Delete')) {
        return
    }
    $folders = New-Object -TypeName System.Collections.Stack
    $emptied = New-Object -TypeName System.Collections.Stack
    $folders.Push($item)
    while ($folders.Count -gt 0) {
        $current = $folders.Pop()
        $emptied.Push($current)
        # What it was when it was listed may be long ago: its owner could have put a link there since.
        $current.Refresh()
        if (($current.Attributes -band [System.IO.FileAttributes]::ReadOnly) -ne 0) {
            # Windows refuses to delete a read-only folder, too.
            $current.Attributes = [System.IO.FileAttributes]::Normal
        }
        if (Test-ReparsePoint -Item $current) {
            continue
        }
        foreach ($child in $current.GetFileSystemInfos()) {
            if ($child -is [System.IO.DirectoryInfo]) {
                $folders.Push($child)
                continue
            }
            if (($child.Attributes -band [System.IO.FileAttributes]::ReadOnly) -ne 0) {
                $child.Attributes = [System.IO.FileAttributes]::Normal
            }
            $child.Delete()
        }
    }
    while ($emptied.Count -gt 0) {
        $folder = $emptied.Pop()
        $isGone = $false
        for ($try = 1; $try -lt 5 -and -not $isGone; $try++) {
            try {
                [System.IO.Directory]::Delete($folder.FullName, $false)
                $isGone = $true
            }
            catch {
                # A deleted file may stay until the last scanner closes it, and its folder is not empty till then.
                Start-Sleep -Milliseconds 200
            }
        }
        if (-not $isGone) {
            [System.IO.Directory]::Delete($folder.FullName, $false)
        }
    }
}
