function Register-HostGuard {
    <#
    .SYNOPSIS
    Arms the guard for a run: if it has not ended at the deadline, this host takes back by itself what it left.
    .DESCRIPTION
    A task of SYSTEM that runs the guard's script at the deadline, again after it and at each boot, until
    Remove-HostGuard removes it. The run and this session are written down ahead of it. Once per run. Bookkeeping:
    no changes.
    .PARAMETER Run
    The id of the run.
    .PARAMETER Sha256
    The hash of the guard's script.
    .PARAMETER DeadlineSeconds
    How long the run may take from now on.
    .PARAMETER RetrySeconds
    How long after the deadline the guard tries again what it could not put back.
    .PARAMETER Entries
    What the journal shall say if the guard takes the run back.
    .EXAMPLE
    Register-HostGuard -Run 'r1' -Sha256 $hash -DeadlineSeconds 300 -Entries @(@{ event = 'reverted'; run = 'r1' })
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._-]*$')]
        [string] $Run,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[0-9a-f]{64}$')]
        [string] $Sha256,

        [Parameter(Mandatory = $true)]
        [ValidateRange(30, 86400)]
        [int] $DeadlineSeconds,

        [AllowEmptyCollection()]
        [ValidateRange(1, 86400)]
        [int[]] $RetrySeconds = @(),

        [AllowEmptyCollection()]
        [object[]] $Entries = @()
    )

    $task = @{ TaskName = "guard-$Run"; TaskPath = '\iisfleet\' }
    $there = Get-ScheduledTask @task -ErrorAction SilentlyContinue
    $known = @(Read-GuardState -Run $Run)
    if (($null -ne $there -and $known.Count -gt 0) -or
        -not $PSCmdlet.ShouldProcess("\iisfleet\guard-$Run", 'Register the scheduled task')) {
        return New-StepResult -Data @{ deadlineSeconds = $DeadlineSeconds }
    }
    $folder = Initialize-GuardFolder
    $session = Get-HostSession
    $state = @{
        run = $Run; deadlineSeconds = $DeadlineSeconds; since = [datetime]::UtcNow.ToString('o')
        monotonic = Get-MonotonicSecond; boot = Get-HostBootTime; fired = $false; tries = 0
        processId = $session.processId; processStarted = $session.started; entries = [object[]] $Entries
    }
    Write-TextFile -Path "$folder\$Run.json" -Text (ConvertTo-Json -InputObject $state -Compress -Depth 4)
    $deadline = [datetime]::UtcNow.AddSeconds($DeadlineSeconds)
    $moments = @(@(0) + $RetrySeconds | ForEach-Object -Process {
            $deadline.AddSeconds($_).ToString('yyyy-MM-ddTHH:mm:ssZ')
        })
    $document = New-TaskDocument -File "$folder\guard-$Sha256.ps1" -Sha256 $Sha256 -Once $moments `
        -TimeoutMinutes ([math]::Min(10080, 60 + [int] [math]::Ceiling($DeadlineSeconds / 60))) `
        -Description "Takes back what run $Run leaves unfinished; made by iisfleet."
    try {
        # A function of a module: it does not see our preference.
        $null = Register-ScheduledTask @task -Xml $document -Force -ErrorAction Stop
    }
    catch {
        Remove-Item -LiteralPath "$folder\$Run.json" -Force
        throw (New-StepError -Message 'The guard of this host cannot be armed.' -Kind 'guard' `
                -Expected "the scheduled task \iisfleet\guard-$Run" -Found $_.Exception.Message `
                -Remedy 'Start the service Schedule, or say guard: false in the inventory.')
    }
    New-StepResult -Data @{ deadlineSeconds = $DeadlineSeconds }
}
