function Wait-HostGuard {
    <#
    .SYNOPSIS
    Waits until the guard of a run is due.
    .DESCRIPTION
    The first step of the guard's script. The task comes at the deadline by the time of day, which somebody may
    have set: what is left of it by a clock that nobody sets is waited for. If all runs end meanwhile, it ends
    with an error of the kind 'idle', and nothing else is done. The runs whose time is over are marked, and each
    try is counted.
    .EXAMPLE
    Wait-HostGuard
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    while ($true) {
        $states = @(Read-GuardState)
        if ($states.Count -eq 0) {
            throw (New-StepError -Message 'No run is guarded any more.' -Kind 'idle' -Expected 'a guarded run' `
                    -Found "no file of a run in $(Get-GuardFolder)" -Remedy 'Nothing is left to do.')
        }
        $due = @($states | Where-Object -FilterScript { (Get-GuardRest -State $_) -le 0 })
        if ($due.Count -gt 0) {
            break
        }
        Start-Sleep -Milliseconds 250
    }
    foreach ($state in $due) {
        $state.fired = $true
        $state.tries = $state.tries + 1
        $file = "$(Get-GuardFolder)\$($state.run).json"
        if ($PSCmdlet.ShouldProcess($file, 'Write that the guard acts')) {
            Write-TextFile -Path $file -Text (ConvertTo-Json -InputObject $state -Compress -Depth 4)
        }
    }
    New-StepResult -Data @{ due = [object[]] @($due | ForEach-Object -Process { $_.run }) }
}
