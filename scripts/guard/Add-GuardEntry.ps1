function Add-GuardEntry {
    <#
    .SYNOPSIS
    Writes into the journal of this host that the guard has taken runs back.
    .DESCRIPTION
    With what Register-HostGuard was given, and guard in the place of the person. A run that had come to its end
    gets none, nor does one that is not wholly taken back.
    .EXAMPLE
    Add-GuardEntry
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    $warnings = @()
    $runs = @()
    foreach ($state in @(Read-GuardState | Where-Object -FilterScript { $_.fired })) {
        if ((Test-RunDeployed -Run $state.run) -or (Test-RunUnfinished -Run $state.run)) {
            continue
        }
        $message = 'The session of the run ended in the middle of it.'
        if ((Get-MonotonicSecond) - [double] $state.monotonic -ge [double] $state.deadlineSeconds) {
            $message = "The run did not end within $($state.deadlineSeconds) s."
        }
        foreach ($given in $state.entries) {
            $entry = @{}
            foreach ($property in $given.PSObject.Properties) {
                $entry[$property.Name] = $property.Value
            }
            $entry.who = 'guard'
            $entry.failure = @{ step = 'Wait-HostGuard'; message = $message }
            $warnings += (Add-JournalEntry -Entry $entry).Warnings
        }
        $runs += $state.run
    }
    New-StepResult -Data @{ runs = [object[]] $runs } -Warning $warnings
}
