function Get-TaskRest {
    <#
    .SYNOPSIS
    Gives the seconds until the clock starts the task of a guard.
    .DESCRIPTION
    $null if no moment of it is to come, or if there is no such task.
    .PARAMETER Name
    The name of the task.
    .EXAMPLE
    Get-TaskRest -Name 'guard-r1'
    .OUTPUTS
    System.Int32
    #>
    [CmdletBinding()]
    [OutputType([int])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name
    )

    $info = Get-ScheduledTaskInfo -TaskName $Name -TaskPath '\iisfleet\' -ErrorAction SilentlyContinue
    if ($null -eq $info -or $null -eq $info.NextRunTime) {
        return $null
    }
    $rest = ($info.NextRunTime.ToUniversalTime() - [datetime]::UtcNow).TotalSeconds
    [int] [math]::Max(0, [math]::Ceiling($rest))
}
