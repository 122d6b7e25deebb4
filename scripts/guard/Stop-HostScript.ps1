function Stop-HostScript {
    <#
    .SYNOPSIS
    Sees to it that no script of a run whose time is over is at work any more.
    .DESCRIPTION
    Such a script gets some time to end by itself. Then the process of its session is ended, if it is still the one
    that was written down. What that process has left is for the later steps. Afterwards this script is the one at
    work. No changes.
    .PARAMETER GraceSeconds
    How long a script may still work.
    .EXAMPLE
    Stop-HostScript -GraceSeconds 30
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [ValidateRange(0, 3600)]
        [int] $GraceSeconds = 30
    )

    $null = Initialize-HostFolder
    $end = (Get-MonotonicSecond) + $GraceSeconds
    $isFree = Wait-HostScript -TimeoutSeconds 0
    while (-not $isFree -and (Get-MonotonicSecond) -lt $end) {
        Start-Sleep -Milliseconds 250
        $isFree = Wait-HostScript -TimeoutSeconds 0
    }
    $ended = @()
    if (-not $isFree) {
        foreach ($state in @(Read-GuardState | Where-Object -FilterScript { (Get-GuardRest -State $_) -le 0 })) {
            $session = @{ ProcessId = $state.processId; Started = $state.processStarted }
            if ($session.ProcessId -gt 0 -and (Test-HostSession @session) -and
                $PSCmdlet.ShouldProcess("$($session.ProcessId)", "End the session of run $($state.run)")) {
                Stop-HostProcess -ProcessId $session.ProcessId
                $ended += $state.run
            }
        }
        # A process that was ended lets go of its files a moment later.
        Assert-HostIdle -TimeoutSeconds $(if ($ended.Count -gt 0) { 15 } else { 0 })
    }
    New-StepResult -Data @{ ended = [object[]] $ended }
}
