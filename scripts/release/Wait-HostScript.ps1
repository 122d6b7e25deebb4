function Wait-HostScript {
    <#
    .SYNOPSIS
    Waits until no other script of iisfleet is at work on this host, and then marks this one as the one that is.
    .DESCRIPTION
    The mark is a file held open until the script ends, so that it can never be left behind. A script goes on for a
    while after its controller has died; taking its lock away meanwhile would let two of them change IIS. Returns
    whether the host is free; with -WhatIf nothing is held.
    .PARAMETER TimeoutSeconds
    How long to wait.
    .EXAMPLE
    Wait-HostScript -TimeoutSeconds 60
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([bool])]
    param(
        [ValidateRange(0, 3600)]
        [int] $TimeoutSeconds = 60
    )

    if ($null -ne $script:IisFleet['Handle']) {
        return $true
    }
    $path = "$(Get-HostFolder)\work"
    $hold = $PSCmdlet.ShouldProcess($path, 'Hold the file while this script works')
    $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path)
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        if (-not $hold -and -not [System.IO.File]::Exists($file)) {
            return $true
        }
        try {
            $handle = [System.IO.File]::Open($file, [System.IO.FileMode]::OpenOrCreate,
                [System.IO.FileAccess]::ReadWrite, [System.IO.FileShare]::None)
            if ($hold) {
                $script:IisFleet['Handle'] = $handle
            }
            else {
                $handle.Dispose()
            }
            return $true
        }
        catch {
            if ($_.Exception.GetBaseException() -isnot [System.IO.IOException]) {
                throw
            }
        }
        if ($watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
            return $false
        }
        Start-Sleep -Milliseconds 250
    }
}
