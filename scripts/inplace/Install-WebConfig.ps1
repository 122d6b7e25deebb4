function Install-WebConfig {
    <#
    .SYNOPSIS
    Replaces web.config in one step, so that it is never missing and never half.
    .DESCRIPTION
    Copied beside it, through to the disk, then swapped in. IIS answers 500.19 or lists files for as long as it
    finds no web.config, or one that is not whole. One that has the same content is left.
    .PARAMETER From
    The new one.
    .PARAMETER Path
    The content folder.
    .EXAMPLE
    Install-WebConfig -From "$store\releases\$release\web.config" -Path 'C:\inetpub\shop'
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $From,

        [Parameter(Mandatory = $true)]
        [string] $Path
    )

    if (-not $PSCmdlet.ShouldProcess("$Path\web.config", 'Replace')) {
        return
    }
    $paths = $ExecutionContext.SessionState.Path
    $file = $paths.GetUnresolvedProviderPathFromPSPath("$Path\web.config")
    $new = $paths.GetUnresolvedProviderPathFromPSPath("$Path\web.config.iisfleet")
    if ([System.IO.File]::Exists($file) -and
        (Get-ContentHash -Path $From) -eq (Get-ContentHash -Path "$Path\web.config")) {
        return
    }
    Copy-ContentFile -From $From -To "$Path\web.config.iisfleet"
    for ($try = 1; $true; $try++) {
        try {
            if ([System.IO.File]::Exists($file)) {
                [System.IO.File]::SetAttributes($file, [System.IO.FileAttributes]::Normal)
                [System.IO.File]::Replace($new, $file, [NullString]::Value)
            }
            else {
                [System.IO.File]::Move($new, $file)
            }
            return
        }
        catch {
            # IIS and scanners read it at any moment.
            if ($try -ge 10) {
                throw
            }
        }
        Start-Sleep -Milliseconds 200
    }
}
