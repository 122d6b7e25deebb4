function Remove-CacheTask {
    <#
    .SYNOPSIS
    Removes the scheduled task that clears caches, its script and its record.
    .DESCRIPTION
    Gives the change, if there is one. While the task runs it is refused.
    .PARAMETER IsThere
    Whether there is such a task.
    .EXAMPLE
    Remove-CacheTask -IsThere $true
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [bool] $IsThere
    )

    $place = Get-CacheTaskPlace
    if ($IsThere) {
        $task = Get-ScheduledTask -TaskName $place.Name -TaskPath $place.Path -ErrorAction Stop
        if (@('Running', 'Queued') -contains "$($task.State)") {
            throw (New-StepError -Message "The task $($place.Task) clears caches right now." -Kind 'locked' `
                    -Expected 'a task that does not run' -Found "$($task.State)" `
                    -Remedy 'Wait until it has ended, then run again.')
        }
        if ($PSCmdlet.ShouldProcess($place.Task, 'Unregister the scheduled task')) {
            $gone = @{ TaskName = $place.Name; TaskPath = $place.Path; Confirm = $false }
            Unregister-ScheduledTask @gone -ErrorAction Stop
        }
        New-Change -Path "task/$($place.Task)" -Before 'present' -After $null
    }
    if ($PSCmdlet.ShouldProcess($place.Folder, 'Delete its script and record')) {
        Remove-Tree -Path $place.Folder
    }
}
