function Remove-HostLock {
    <#
    .SYNOPSIS
    Takes away a lock that a person has set, or that of the run that is named.
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
        $isMeant = if ($Run) { $lock.run -eq $Run } else { $lock.manual }
        if ($lock.run -and -not $isMeant) {
            $asked = if ($Run) { "run $Run" } else { 'a person' }
            $holder = if ($lock.manual) { 'a person' } else { "run $($lock.run)" }
            $reason = if ($lock.manual) { $lock.message } else { $lock.why }
            $remedy = if ($lock.manual) { 'invoke unlock without --run takes it away, if that person agrees.' }
            else { "If that run is over: invoke unlock --run $($lock.run), with the same --env and --limit." }
            throw (New-StepError -Message "This host is locked by $holder, not by $asked." -Kind 'locked' `
                    -Expected "no lock, or that of $asked" -Remedy $remedy `
                    -Found "$($lock.who) at $($lock.controller) since $($lock.since): $reason")
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
