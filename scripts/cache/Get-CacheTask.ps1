function Get-CacheTask {
    <#
    .SYNOPSIS
    Reads the scheduled task that clears caches, as it is now.
    .DESCRIPTION
    The properties of ConvertFrom-TaskDocument; nothing if there is no such task. If the script file is not the one
    that the task would run, script tells that.
    .EXAMPLE
    Get-CacheTask
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $place = Get-CacheTaskPlace
    # By name, so that a missing one is no error.
    $there = @(Get-ScheduledTask -TaskPath $place.Path | Where-Object -FilterScript {
            $_.TaskName -eq $place.Name
        })
    if ($there.Count -eq 0) {
        return
    }
    $xml = (Export-ScheduledTask -TaskName $place.Name -TaskPath $place.Path) -join "`n"
    $task = ConvertFrom-TaskDocument -Xml $xml -File $place.File
    if ($task.script -match '^[0-9a-f]{64}$') {
        $hash = 'no file'
        if (Test-Path -LiteralPath $place.File) {
            $hash = Get-ContentHash -Path $place.File
        }
        if ($hash -ne $task.script) {
            $task.script = $hash
        }
    }
    $task
}
