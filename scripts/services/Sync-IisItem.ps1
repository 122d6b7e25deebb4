function Sync-IisItem {
    <#
    .SYNOPSIS
    Starts and stops pools and sites as a saved state says; gives what was done and what cannot be.
    .DESCRIPTION
    What was stopped is stopped first, because it may hold a binding of a site that ran. While W3SVC does not run,
    nothing can be read or done: then every site that ran is one that is down.
    .PARAMETER State
    What Get-IisServiceState returned.
    .PARAMETER Served
    Whether W3SVC ran before this script started it: else every pool and site was stopped, seen from outside.
    .PARAMETER TimeoutSeconds
    For all of it.
    .EXAMPLE
    $done = Sync-IisItem -State $state -Served -TimeoutSeconds 60
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $State,

        [switch] $Served,

        [Parameter(Mandatory = $true)]
        [double] $TimeoutSeconds
    )

    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $items = @(
        @($State.pools) | ForEach-Object -Process { @{ Kind = 'pool'; Name = $_.name; State = $_.state } }
        @($State.sites) | ForEach-Object -Process { @{ Kind = 'site'; Name = $_.name; State = $_.state } }
    )
    $ordered = @(
        $items | Where-Object -FilterScript { $_.State -eq 'Stopped' }
        $items | Where-Object -FilterScript { $_.State -eq 'Started' }
    )
    $changes = @()
    $problems = @()
    $web = @(Get-Service -Name 'W3SVC' -ErrorAction SilentlyContinue |
            ForEach-Object -Process { [string] $_.Status })
    foreach ($item in $ordered) {
        try {
            $now = 'Stopped'
            if ($web -contains 'Running') {
                $now = Get-IisRunState -Kind $item.Kind -Name $item.Name
            }
            $was = if ($Served) { $now } else { 'Stopped' }
            if ($was -ne $item.State -and ($null -ne $was -or $item.State -eq 'Started')) {
                $path = '{0}/{1}/state' -f $item.Kind, $item.Name
                $changes += New-Change -Path $path -Before $was -After $item.State
            }
            if ($web -notcontains 'Running') {
                if ($item.Kind -eq 'site' -and $item.State -eq 'Started' -and -not $WhatIfPreference) {
                    $problems += "site $($item.Name) is down"
                }
            }
            elseif ($now -ne $item.State -and ($null -ne $now -or $item.State -eq 'Started')) {
                $left = [int] [math]::Max(1, $TimeoutSeconds - $watch.Elapsed.TotalSeconds)
                Set-IisRunState -Kind $item.Kind -Name $item.Name -State $item.State -TimeoutSeconds $left
            }
        }
        catch {
            $found = $_.Exception.Data['IisFleet.Found']
            if (-not $found) {
                $found = $_.Exception.GetBaseException().Message
            }
            $problems += '{0} {1} is {2}' -f $item.Kind, $item.Name, $found
        }
    }
    [PSCustomObject]@{ Changes = [object[]] $changes; Problems = [object[]] $problems }
}
