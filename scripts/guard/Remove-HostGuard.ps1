function Remove-HostGuard {
    <#
    .SYNOPSIS
    Disarms the guard of a run that has ended, or of all of them.
    .DESCRIPTION
    Its task and then its file; it is no error if there is none. A guard that runs goes on to its end. The guard of
    a run that is neither finished nor wholly taken back stays, with a warning: it tries again. Bookkeeping: no
    changes.
    .PARAMETER Run
    The id of the run; without it every run but the one that holds the lock of this host: a run is guarded only
    while it does.
    .EXAMPLE
    Remove-HostGuard -Run 'r1'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowNull()]
        [AllowEmptyString()]
        [ValidatePattern('^([A-Za-z0-9][A-Za-z0-9._-]*)?$')]
        [string] $Run = ''
    )

    $runs = @($Run)
    if (-not $Run) {
        $lock = Read-HostLock
        $tasks = @(Get-ScheduledTask -TaskName 'guard-*' -TaskPath '\iisfleet\' -ErrorAction SilentlyContinue |
                ForEach-Object -Process { $_.TaskName.Substring('guard-'.Length) })
        $files = @(Read-GuardState | ForEach-Object -Process { $_.run })
        $runs = @($tasks + $files | Sort-Object -Unique |
                Where-Object -FilterScript { $null -eq $lock -or $lock.run -ne $_ })
    }
    $removed = @()
    $warnings = @()
    foreach ($name in $runs) {
        if (Test-RunUnfinished -Run $name) {
            $warnings += "Not all is back as it was before run ${name}: the next run puts it back first, and " +
                'the guard of this host tries again; invoke status says when.'
            continue
        }
        $removed += $name
        $task = @{ TaskName = "guard-$name"; TaskPath = '\iisfleet\' }
        if ($null -ne (Get-ScheduledTask @task -ErrorAction SilentlyContinue) -and
            $PSCmdlet.ShouldProcess("\iisfleet\guard-$name", 'Unregister the scheduled task')) {
            Unregister-ScheduledTask @task -Confirm:$false -ErrorAction Stop
        }
        $file = "$(Get-GuardFolder)\$name.json"
        if ((Test-Path -LiteralPath $file) -and $PSCmdlet.ShouldProcess($file, 'Delete')) {
            Remove-Item -LiteralPath $file -Force
        }
    }
    New-StepResult -Data @{ runs = [object[]] $removed } -Warning $warnings
}
