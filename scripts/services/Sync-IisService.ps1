function Sync-IisService {
    <#
    .SYNOPSIS
    Makes services, pools and sites run, or not, as a saved state says; gives what was done and what cannot be.
    .DESCRIPTION
    Everything is tried, whatever fails before. W3SVC starts every pool and site with autoStart: those that were
    stopped are stopped again, and first, because one of them may hold a binding of a site that ran.
    .PARAMETER State
    What Get-IisServiceState returned.
    .PARAMETER TimeoutSeconds
    For all of it.
    .EXAMPLE
    $done = Sync-IisService -State $state -TimeoutSeconds 120
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $State,

        [Parameter(Mandatory = $true)]
        [double] $TimeoutSeconds
    )

    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $before = @{}
    foreach ($saved in @($State.services)) {
        $before[$saved.name] = 'gone'
        foreach ($service in @(Get-Service -Name $saved.name -ErrorAction SilentlyContinue)) {
            # What is on its way is told as where it goes to.
            $before[$saved.name] = ([string] $service.Status) -replace 'StopPending', 'Stopped' `
                -replace 'StartPending|ContinuePending', 'Running'
        }
    }
    # Running first: the start of W3SVC brings WAS, as its stop by /y takes what depends on it.
    $different = @(foreach ($wanted in @('Running', 'Stopped')) {
            @($State.services) | Where-Object -FilterScript {
                $_.status -eq $wanted -and $before[$_.name] -ne $wanted -and
                ($wanted -eq 'Running' -or $before[$_.name] -ne 'gone')
            }
        })
    $changes = @($different | ForEach-Object -Process {
            New-Change -Path "service/$($_.name)" -Before $before[$_.name] -After $_.status
        })
    $problems = @()
    foreach ($saved in $different) {
        if ($before[$saved.name] -eq 'gone') {
            $problems += "service $($saved.name) is gone"
        }
        elseif ($PSCmdlet.ShouldProcess("service $($saved.name)", $saved.status)) {
            $left = [math]::Max(1, $TimeoutSeconds - $watch.Elapsed.TotalSeconds)
            $problems += @(Set-ServiceStatus -Name $saved.name -Status $saved.status -TimeoutSeconds $left)
        }
    }
    $left = [math]::Max(1, $TimeoutSeconds - $watch.Elapsed.TotalSeconds)
    $items = Sync-IisItem -State $State -Served:($before['W3SVC'] -eq 'Running') -TimeoutSeconds $left
    [PSCustomObject]@{
        Changes  = [object[]] @($changes + $items.Changes)
        Problems = [object[]] @($problems + $items.Problems)
    }
}
