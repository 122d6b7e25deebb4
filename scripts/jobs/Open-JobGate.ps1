function Open-JobGate {
    <#
    .SYNOPSIS
    Lets one script at a time start a job on this host.
    .DESCRIPTION
    Gives a file that is held open; whoever disposes of it lets the next one in. Two controllers that start a job
    at the same moment would otherwise both see that there is none.
    .PARAMETER TimeoutSeconds
    How long to wait.
    .EXAMPLE
    $gate = Open-JobGate
    .OUTPUTS
    System.IO.FileStream
    #>
    [CmdletBinding()]
    [OutputType([System.IO.FileStream])]
    param(
        [ValidateRange(0, 3600)]
        [int] $TimeoutSeconds = 30
    )

    $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath("$(Get-JobFolder)\gate")
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        try {
            return [System.IO.File]::Open($file, [System.IO.FileMode]::OpenOrCreate,
                [System.IO.FileAccess]::ReadWrite, [System.IO.FileShare]::None)
        }
        catch {
            if ($_.Exception.GetBaseException() -isnot [System.IO.IOException]) {
                throw
            }
        }
        if ($watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
            throw (New-StepError -Message 'Another script does not end starting a job on this host.' `
                    -Kind 'locked' -Expected "its end within $TimeoutSeconds s" `
                    -Found "$(Get-JobFolder)\gate is held open" `
                    -Remedy 'Run again; if it stays so, restart the WinRM service of the host.')
        }
        Start-Sleep -Milliseconds 100
    }
}
