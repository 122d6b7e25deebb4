function Get-TaskTime {
    <#
    .SYNOPSIS
    Tells from the triggers of a scheduled task when it runs.
    .DESCRIPTION
    at is a time such as '03:00', days 'daily' or days of the week. If there is anything but one such trigger, at
    is 'other' and days says what is there.
    .PARAMETER Trigger
    The elements below Triggers.
    .EXAMPLE
    Get-TaskTime -Trigger @($task.SelectNodes('*[local-name()="Triggers"]/*'))
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [object[]] $Trigger
    )

    $week = @('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')
    $told = @($Trigger | ForEach-Object -Process { $_.LocalName }) -join ', '
    $other = @{ at = 'other'; days = "other triggers: $($Trigger.Count) $told" }
    if ($Trigger.Count -ne 1 -or $Trigger[0].LocalName -ne 'CalendarTrigger') {
        return $other
    }
    $one = $Trigger[0]
    $known = @('StartBoundary', 'Enabled', 'ScheduleByDay', 'ScheduleByWeek')
    $more = @($one.SelectNodes('*') | Where-Object -FilterScript { $known -notcontains $_.LocalName })
    $isEvery = (Get-TaskText -Element $one -Name 'Enabled' -Default 'true') -eq 'true' -and
        (Get-TaskText -Element $one -Name 'ScheduleByDay/DaysInterval' -Default '1') -eq '1' -and
        (Get-TaskText -Element $one -Name 'ScheduleByWeek/WeeksInterval' -Default '1') -eq '1'
    $start = Get-TaskText -Element $one -Name 'StartBoundary' -Default ''
    if ($more.Count -gt 0 -or -not $isEvery -or $start -notmatch 'T(?<at>[0-9]{2}:[0-9]{2}):00$') {
        return $other
    }
    $at = $Matches['at']
    $names = @($one.SelectNodes('*[local-name()="ScheduleByWeek"]/*[local-name()="DaysOfWeek"]/*') |
            ForEach-Object -Process { $_.LocalName })
    $days = @($week | Where-Object -FilterScript { $names -contains $_ })
    $isDaily = $days.Count -eq 0 -or $days.Count -eq $week.Count
    @{ at = $at; days = $(if ($isDaily) { 'daily' } else { $days -join ', ' }) }
}
