function Read-CacheRecord {
    <#
    .SYNOPSIS
    Reads what the scheduled clearing did the last time.
    .DESCRIPTION
    Returns Status ($null, running, ok or failed), Freed (bytes, $null if it is not known) and Message, the reason
    of a failure or the warnings.
    .PARAMETER Code
    The last result that the Task Scheduler tells.
    .EXAMPLE
    Read-CacheRecord -Code 0
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [long] $Code
    )

    $record = [PSCustomObject]@{ Status = $null; Freed = $null; Message = $null }
    # SCHED_S_TASK_HAS_NOT_RUN and SCHED_S_TASK_RUNNING; 87 is what New-TaskCommand ends with.
    if ($Code -eq 0x41303) {
        return $record
    }
    if ($Code -eq 0x41301) {
        $record.Status = 'running'
        return $record
    }
    $record.Status = 'failed'
    if ($Code -ne 0) {
        $record.Message = 'it ended with 0x{0:x}' -f $Code
        if ($Code -eq 87) {
            $record.Message = 'its script is not the one that was scheduled: schedule it again'
        }
        return $record
    }
    $folder = (Get-CacheTaskPlace).Folder
    $state = Read-JobState -Folder $folder
    if ($null -ne $state -and $state.status -eq 'ok') {
        $record.Status = 'ok'
    }
    foreach ($line in (Read-JobOutput -Folder $folder -Offset 0).Lines) {
        try {
            $entry = ConvertFrom-JsonEntry -Text $line
            if ($entry['step'] -eq 'Clear-PackageCache') {
                $said = @($entry.warnings | Where-Object -FilterScript { $_ })
                if ($null -ne $entry.error) {
                    $said = @($entry.error.message)
                }
                else {
                    $record.Freed = [long] $entry.data.freed
                }
                if ($said.Count -gt 0) {
                    $record.Message = $said -join ' '
                }
            }
        }
        catch {
            Write-Verbose -Message "A damaged line tells nothing: $($_.Exception.Message)"
        }
    }
    $record
}
