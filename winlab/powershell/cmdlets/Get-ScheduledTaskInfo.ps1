function global:Get-ScheduledTaskInfo {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string] $TaskName,
        [string] $TaskPath = '\'
    )

    $path = $TaskPath.TrimEnd('\') + "\$TaskName"
    $task = @([Winlab.Rpc]::Call('tasks.list', @{})) | Where-Object -FilterScript { $_.path -eq $path }
    if ($null -eq $task) {
        return Write-Error -Message 'The system cannot find the file specified.' -Category 'ObjectNotFound' -TargetObject $path
    }
    $culture = [System.Globalization.CultureInfo]::InvariantCulture
    $kind = [System.Globalization.DateTimeStyles]::RoundtripKind
    $last = [datetime] '1999-11-30'  # what Task Scheduler says of a task that never ran
    if ($task.lastRun) {
        $last = [datetime]::Parse($task.lastRun, $culture, $kind).ToLocalTime()
    }
    [PSCustomObject]@{
        TaskName = $task.name; TaskPath = $task.folder; LastRunTime = $last; LastTaskResult = [uint32] $task.lastResult
        NextRunTime = if ($task.nextRun) { [datetime]::Parse($task.nextRun, $culture, $kind) } else { $null }
        NumberOfMissedRuns = [uint32] 0
    }
}
