function Get-HostGuard {
    <#
    .SYNOPSIS
    Tells which runs are guarded on this host, and whether the guard's script is here.
    .DESCRIPTION
    Reads only. A guard is armed until its run ends, or until the guard itself has begun to take back (fired).
    It is lost if its task is gone: nobody will act then. restSeconds: until it acts; 0 if nothing is left. tries:
    how often it has begun to take back; atWork: whether its task runs; nextSeconds: until Windows starts the task
    by the clock, $null if only a boot does.
    .PARAMETER Sha256
    The hash of the guard's script that is meant.
    .EXAMPLE
    Get-HostGuard -Sha256 $hash
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[0-9a-f]{64}$')]
        [string] $Sha256
    )

    $guards = @(Read-GuardState | ForEach-Object -Process {
            $name = "guard-$($_.run)"
            $task = Get-ScheduledTask -TaskName $name -TaskPath '\iisfleet\' -ErrorAction SilentlyContinue
            $state = 'armed'
            if ($null -eq $task) {
                $state = 'lost'
            }
            elseif ($_.fired) {
                $state = 'fired'
            }
            @{
                run = $_.run; deadlineSeconds = $_.deadlineSeconds; since = $_.since; state = $state
                restSeconds = [int] [math]::Ceiling((Get-GuardRest -State $_)); tries = $_.tries
                atWork = $null -ne $task -and "$($task.State)" -eq 'Running'
                nextSeconds = Get-TaskRest -Name $name
            }
        })
    $file = "$(Get-GuardFolder)\guard-$Sha256.ps1"
    $installed = (Test-Path -LiteralPath $file) -and (Get-ContentHash -Path $file) -eq $Sha256
    New-StepResult -Data @{ installed = $installed; guards = [object[]] $guards }
}
