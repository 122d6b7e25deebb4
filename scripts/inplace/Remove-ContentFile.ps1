function Remove-ContentFile {
    <#
    .SYNOPSIS
    Deletes files of a content folder, and the folders that are empty then.
    .DESCRIPTION
    Waits some seconds for a file that a scanner holds. A file that is gone already is no error; a folder that
    holds anything, or is a junction, stays.
    .PARAMETER Path
    The content folder.
    .PARAMETER Name
    The files, relative, with /.
    .EXAMPLE
    Remove-ContentFile -Path 'C:\inetpub\shop' -Name @('wwwroot/old.css')
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Path,

        [AllowNull()]
        [AllowEmptyCollection()]
        [string[]] $Name = @()
    )

    if (-not $PSCmdlet.ShouldProcess($Path, "Delete $(@($Name).Count) files")) {
        return
    }
    $root = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $separator = [System.IO.Path]::DirectorySeparatorChar
    $folders = @{}
    foreach ($relative in @($Name)) {
        $file = [System.IO.Path]::Combine($root, $relative.Replace('/', $separator))
        for ($try = 1; [System.IO.File]::Exists($file); $try++) {
            try {
                [System.IO.File]::SetAttributes($file, [System.IO.FileAttributes]::Normal)
                [System.IO.File]::Delete($file)
            }
            catch {
                if ($try -ge 20) {
                    throw
                }
                Start-Sleep -Milliseconds 300
            }
        }
        for ($end = $relative.LastIndexOf('/'); $end -gt 0; $end = $relative.LastIndexOf('/', $end - 1)) {
            $folders[$relative.Substring(0, $end)] = $true
        }
    }
    foreach ($relative in @($folders.psbase.Keys | Sort-Object -Property 'Length' -Descending)) {
        Remove-EmptyFolder -Path "$Path\$($relative.Replace('/', '\'))"
    }
}
