function Get-HostJob {
    <#
    .SYNOPSIS
    Tells the state of a job and what it has written since the last time.
    .DESCRIPTION
    Reads only. Waits until there is something to tell: output, an end, or that nothing runs the job any more.
    .PARAMETER Id
    The job; without it the newest that has not ended.
    .PARAMETER Offset
    How many bytes of the output were read before.
    .PARAMETER WaitSeconds
    How long to wait.
    .EXAMPLE
    Get-HostJob -Id 'r1' -Offset 812 -WaitSeconds 10
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Id = '',

        [ValidateRange(0, 9223372036854775807)]
        [long] $Offset = 0,

        [ValidateRange(0, 60)]
        [int] $WaitSeconds = 0
    )

    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $output = [PSCustomObject]@{ Lines = [string[]] @(); Offset = $Offset }
    $job = $null
    while ($true) {
        $state = Find-HostJob -Id $Id
        if ($null -eq $state) {
            break
        }
        # Its condition first: what a job has written before it ended is then among the lines.
        $job = @{}
        foreach ($name in @('id', 'run', 'task', 'who', 'controller', 'since', 'status', 'resumed')) {
            $job[$name] = $state[$name]
        }
        $job.state = Get-JobCondition -State $state
        $output = Read-JobOutput -Folder (Get-JobFolder -Id $job.id) -Offset $Offset
        if ($output.Lines.Count -gt 0 -or @('ended', 'lost') -contains $job.state -or
            $watch.Elapsed.TotalSeconds -ge $WaitSeconds) {
            break
        }
        Start-Sleep -Milliseconds 250
    }
    New-StepResult -Data @{ job = $job; lines = [object[]] $output.Lines; offset = $output.Offset }
}
