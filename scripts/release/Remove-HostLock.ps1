function Remove-HostLock {
    <#
    .SYNOPSIS
    Takes away a lock that a person has set; that of a run only if the run is named.
    .DESCRIPTION
    A run's lock stays while a script of it is at work. What that run has left unfinished stays, too: the playbook
    recover puts it back and takes the lock away by itself. No lock is no error. One that is
    damaged names no run: it goes, whichever is named.
    .PARAMETER Run
    The run whose lock goes.
    .PARAMETER TimeoutSeconds
    How long to wait for a script that is still at work.
    .EXAMPLE
    Remove-HostLock -Run $null
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Run = '',

        [ValidateRange(0, 3600)]
        [int] $TimeoutSeconds = 60
    )

    $file = "$(Get-HostFolder)\lock"
    foreach ($isFree in @($false, $true)) {
        $lock = Read-HostLock
        if ($null -eq $lock) {
            return New-StepResult
        }
        if (-not $lock.manual -and $lock.run -and $lock.run -ne $Run) {
            $other = if ($Run) { "run $Run" } else { 'a person' }
            throw (New-StepError -Message "This host is locked by run $($lock.run), not by $other." `
                    -Kind 'locked' -Expected 'no lock, or one that was set by hand' `
                    -Found "$($lock.who) at $($lock.controller) since $($lock.since): $($lock.why)" `
                    -Remedy "If that run is over: invoke unlock --run $($lock.run).")
        }
        if (-not $isFree) {
            Assert-HostIdle -TimeoutSeconds $TimeoutSeconds
        }
    }
    $before = Get-LockText -Lock $lock
    if ($PSCmdlet.ShouldProcess($file, 'Remove the lock')) {
        Remove-Item -LiteralPath $file -Force
    }
    New-StepResult -Change @(New-Change -Path 'lock' -Before $before -After $null)
}
