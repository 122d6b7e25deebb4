function Get-CacheSchedule {
    <#
    .SYNOPSIS
    Tells when this host clears package caches by itself, and what came of it the last time.
    .DESCRIPTION
    Data schedule: at, days, account, enabled, nextRun, lastRun (UTC), lastStatus (ok, failed, running; $null if it
    never ran), lastResult (the code of the Task Scheduler), freed and message; $null without a schedule.
    .EXAMPLE
    Get-CacheSchedule
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    $task = Get-CacheTask
    if ($null -eq $task) {
        return New-StepResult -Data @{ schedule = $null }
    }
    $place = Get-CacheTaskPlace
    $info = Get-ScheduledTaskInfo -TaskName $place.Name -TaskPath $place.Path -ErrorAction Stop
    $code = [long] $info.LastTaskResult
    $last = $null
    # A task that never ran has a time in 1999, or none.
    if ($null -ne $info.LastRunTime -and $info.LastRunTime.Year -gt 2000) {
        $last = $info.LastRunTime.ToUniversalTime().ToString('o')
    }
    $next = $null
    if ($null -ne $info.NextRunTime) {
        $next = $info.NextRunTime.ToString('s')
    }
    $record = Read-CacheRecord -Code $code
    New-StepResult -Data @{
        schedule = @{
            at = $task.at; days = $task.days; account = $task.account; enabled = $task.enabled -eq 'true'
            nextRun = $next; lastRun = $last; lastResult = $code; lastStatus = $record.Status
            freed = $record.Freed; message = $record.Message
        }
    }
}
