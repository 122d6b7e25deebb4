function Set-IisRunState {
    <#
    .SYNOPSIS
    Starts or stops a pool or a site and waits until it is so.
    .DESCRIPTION
    IIS answers before the state is reached, and Started is a claim to verify: the state is polled.
    .PARAMETER Kind
    pool or site.
    .PARAMETER Name
    Its name.
    .PARAMETER State
    Started or Stopped.
    .PARAMETER TimeoutSeconds
    How long to wait.
    .EXAMPLE
    Set-IisRunState -Kind 'pool' -Name 'Shop' -State 'Started' -TimeoutSeconds 60
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('pool', 'site')]
        [string] $Kind,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [ValidateSet('Started', 'Stopped')]
        [string] $State,

        [ValidateRange(1, 3600)]
        [int] $TimeoutSeconds = 60
    )

    if (-not $PSCmdlet.ShouldProcess("$Kind $Name", $State)) {
        return
    }
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $reason = $null
    $asked = 0
    while ($true) {
        $now = Get-IisRunState -Kind $Kind -Name $Name
        if ($now -eq $State) {
            return
        }
        $settled = @('Started', 'Stopped') -contains $now
        # A pool that falls back to Stopped is not started for ever: twice is enough to know.
        if ($null -eq $now -or ($settled -and $asked -ge 2) -or $watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
            break
        }
        if ($settled) {
            $asked++
            try {
                $null = Invoke-IisRetry -Action {
                    $object = Get-IisObject -Kind $Kind -Name $Name
                    if ($State -eq 'Started') { $object.Start() } else { $object.Stop() }
                }
            }
            catch {
                $reason = $_.Exception.GetBaseException().Message
                break
            }
        }
        Start-Sleep -Milliseconds 250
    }
    $found = if ($null -eq $now) { "no such $Kind" } elseif ($reason) { "${now}: $reason" } else { $now }
    $remedy = 'See the System event log, sources WAS and IIS-W3SVC; for a pool: its identity and password, ' +
        'for a site: another site or program with the same binding.'
    throw (New-StepError -Message "The $Kind $Name is not $($State.ToLowerInvariant())." -Expected $State `
            -Found $found -Kind 'start' -Remedy $remedy)
}
