function Wait-LcmIdle {
    <#
    .SYNOPSIS
    Waits until DSC's Local Configuration Manager is not busy, and gives its state then.
    .DESCRIPTION
    It does one thing at a time: a method that is called meanwhile fails. Pending states do not matter here.
    .PARAMETER TimeoutSeconds
    How long to wait.
    .EXAMPLE
    $lcm = Wait-LcmIdle -TimeoutSeconds 300
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [int] $TimeoutSeconds
    )

    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $pause = 100
    while ($true) {
        $lcm = Get-LcmState
        if ($null -eq $lcm) {
            throw (New-StepError -Message 'This host has no DSC.' -Kind 'readiness' `
                    -Expected 'the Local Configuration Manager of Windows PowerShell 4 or later' -Found 'none' `
                    -Remedy 'Set setup: scripts for this host in the inventory.')
        }
        if ($lcm.state -ne 'Busy') {
            return $lcm
        }
        if ($watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
            throw (New-StepError -Message 'The Local Configuration Manager of this host is busy.' -Kind 'busy' `
                    -Expected "Idle within $TimeoutSeconds s" -Found 'LCMState Busy' `
                    -Remedy 'Wait until it has ended, or find out who sent its configuration, then run again.')
        }
        Start-Sleep -Milliseconds $pause
        $pause = [math]::Min(2 * $pause, 5000)
    }
}
