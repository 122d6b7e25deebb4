function Wait-SiteConnection {
    <#
    .SYNOPSIS
    Waits until few connections to sites of this host are left.
    .DESCRIPTION
    After the load balancer has taken this host out of rotation: those that it still serves come to their end. Too
    many after the time is a warning and no failure, since what keeps a connection open may do so for days.
    Counted by the performance counter Web Service, Current Connections. With -WhatIf nothing is waited for.
    .PARAMETER Sites
    Names of sites, as IIS has them; none means every site of this host.
    .PARAMETER Below
    So many connections are too many.
    .PARAMETER TimeoutSeconds
    How long to wait.
    .EXAMPLE
    Wait-SiteConnection -Sites 'Shop', 'Office' -Below 5 -TimeoutSeconds 60
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowEmptyCollection()]
        [string[]] $Sites = @(),

        [Parameter(Mandatory = $true)]
        [ValidateRange(1, 1000000)]
        [int] $Below,

        [ValidateRange(0, 3600)]
        [double] $TimeoutSeconds = 60
    )

    if (-not $PSCmdlet.ShouldProcess('connections', "Wait until they are fewer than $Below")) {
        return New-StepResult -Data @{ connections = $null }
    }
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        try {
            $rows = @(Get-CimInstance -ClassName 'Win32_PerfFormattedData_W3SVC_WebService' -ErrorAction Stop)
        }
        catch {
            $why = $_.Exception.Message.Trim()
            $warning = "Connections of this host cannot be counted, so none were waited for: $why"
            return New-StepResult -Data @{ connections = $null } -Warning $warning
        }
        $count = 0
        foreach ($row in $rows) {
            if ($row.Name -ne '_Total' -and ($Sites.Count -eq 0 -or $Sites -contains $row.Name)) {
                $count += [int] $row.CurrentConnections
            }
        }
        if ($count -lt $Below) {
            return New-StepResult -Data @{ connections = $count }
        }
        if ($watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
            $warning = "$count connections are left after $TimeoutSeconds s; fewer than $Below were waited for."
            return New-StepResult -Data @{ connections = $count } -Warning $warning
        }
        Start-Sleep -Milliseconds 250
    }
}
