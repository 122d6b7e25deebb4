function Add-GuardEntry {
    <#
    .SYNOPSIS
    Writes into the journal of this host that runs were taken back which could not do so themselves.
    .DESCRIPTION
    With what Register-HostGuard was given; in the place of the person stands who has taken it back. A run that had
    come to its end gets none, nor does one that is not wholly taken back, or whose end is told already.
    .PARAMETER Run
    The run that has taken back all that were guarded before it; without it the guard has, those that it acted for.
    It was left by itself, too, if its session broke: then the person stands there.
    .EXAMPLE
    Add-GuardEntry
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

    $told = @((Read-Journal).Entries | Where-Object -FilterScript { $_['event'] -eq 'reverted' } |
            ForEach-Object -Process { $_['run'] })
    $entries = @()
    $runs = @()
    foreach ($state in @(Read-GuardState | Where-Object -FilterScript { $_.fired -or $Run })) {
        if ($told -contains $state.run -or (Test-RunDeployed -Run $state.run) -or
            (Test-RunUnfinished -Run $state.run)) {
            continue
        }
        $message = 'The session of the run ended in the middle of it.'
        if ((Get-MonotonicSecond) - $state.monotonic -ge $state.deadlineSeconds) {
            $message = "The run did not end within $($state.deadlineSeconds) s."
        }
        elseif ($Run -and $Run -ne $state.run) {
            $message = 'The run never said how it ended.'
        }
        foreach ($given in $state.entries) {
            $entry = @{}
            foreach ($property in $given.PSObject.Properties) {
                $entry[$property.Name] = $property.Value
            }
            if ($Run -ne $state.run) {
                $entry.who = if ($Run) { "recovered by $Run" } else { 'guard' }
            }
            $entry.failure = @{ step = $(if ($Run) { 'Lock-Host' } else { 'Wait-HostGuard' }); message = $message }
            $entries += $entry
        }
        $runs += $state.run
    }
    $warnings = @()
    if ($entries.Count -gt 0) {
        $warnings = (Add-JournalEntry -Entry $entries).Warnings
    }
    New-StepResult -Data @{ runs = [object[]] $runs } -Warning $warnings
}
