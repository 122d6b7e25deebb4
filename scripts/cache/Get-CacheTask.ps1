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
    $there = Get-ScheduledTask -TaskName $place.Name -TaskPath $place.Path -ErrorAction SilentlyContinue
    if ($null -eq $there) {
        return
    }
    $xml = (Export-ScheduledTask -TaskName $place.Name -TaskPath $place.Path -ErrorAction Stop) -join "`n"
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
