function Restart-IisService {
    <#
    .SYNOPSIS
    Restarts IIS; afterwards runs what ran before, and nothing else.
    .DESCRIPTION
    "net stop was /y" and "net start w3svc"; then the dependants that ran, which nobody else starts, and the pools
    and sites as Save-IisService noted them; and those that only a missing file of the module, repaired since, had
    stopped. Fails with a list of everything that is not as before. IIS that is
    stopped stays so.
    .PARAMETER Run
    The id of the run. What Save-IisService noted for it counts; if that was not called yet, it is now.
    .PARAMETER TimeoutSeconds
    For the stop, and once more for the start with all that follows.
    .PARAMETER IfInstalled
    Kinds of packages: restart only if this script has installed one of them.
    .EXAMPLE
    Restart-IisService -Run 'r1' -TimeoutSeconds 120
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._-]*$')]
        [string] $Run,

        [ValidateRange(1, 3600)]
        [int] $TimeoutSeconds = 120,

        [AllowEmptyCollection()]
        [string[]] $IfInstalled = @()
    )

    $conditional = @($IfInstalled).Count -gt 0
    if ($conditional) {
        $wanted = @(@($script:IisFleet['Installed']) | Where-Object -FilterScript { $IfInstalled -contains $_ })
        if ($wanted.Count -eq 0) {
            return New-StepResult -Data @{ restarted = $false }
        }
    }
    if ($null -eq (Get-IisServiceState -Run $Run)) {
        $null = Save-IisService -Run $Run
    }
    $state = Get-IisServiceState -Run $Run
    $web = @($state.services | Where-Object -FilterScript { $_.name -eq 'W3SVC' })
    if ($web.Count -eq 0 -and -not $conditional) {
        throw (New-StepError -Message 'IIS is not on this host.' -Kind 'readiness' -Expected 'the service W3SVC' `
                -Found 'no such service' -Remedy 'Run invoke setup, which installs IIS.')
    }
    if ($web.Count -eq 0 -or $web[0].status -ne 'Running') {
        return New-StepResult -Data @{ restarted = $false } -Warning 'IIS is stopped on this host, and stays so.'
    }
    $names = @($state.services | Where-Object -FilterScript { $_.dependant -and $_.status -eq 'Running' } |
            ForEach-Object -Process { [string] $_.name })
    $disabled = @($names | Where-Object -FilterScript { (Get-Service -Name $_).StartType -eq 'Disabled' })
    if ($disabled.Count -gt 0) {
        throw (New-StepError -Message "A service that runs would not start again: $($disabled -join ', ')." `
                -Kind 'restart' -Expected 'start type Automatic or Manual' -Found 'Disabled' `
                -Remedy 'Set its start type, or stop it if it is not to run; then run again.')
    }
    $changes = @($names | ForEach-Object -Process {
            New-Change -Path "service/$_" -Before 'Running' -After 'restarted'
        })
    $changes += @($state.pools | Where-Object -FilterScript {
            $_.PSObject.Properties['missing'] -and ($_.state -eq 'Started' -or $WhatIfPreference)
        } | ForEach-Object -Process {
            New-Change -Path "pool/$($_.name)/state" -Before 'Stopped' -After 'Started'
        })
    if ($PSCmdlet.ShouldProcess('IIS', 'Restart')) {
        # Twice: net gives up when a dependant takes its time, and leaves WAS running.
        foreach ($try in @(1, 2)) {
            $null = Invoke-Native -FilePath 'net.exe' -ArgumentList 'stop', 'was', '/y' -SuccessCode 0, 2
            $late = @(Wait-ServiceStatus -Name $names -Status 'Stopped' -TimeoutSeconds ($TimeoutSeconds / 2))
            if ($late.Count -eq 0) {
                break
            }
        }
        if ($late.Count -gt 0) {
            throw (New-StepError -Message "IIS does not stop: $($late -join '; ')." -Kind 'restart' `
                    -Expected "all of it stopped within $TimeoutSeconds s" -Found ($late -join '; ') `
                    -Remedy 'End the requests that still run, or give more time with --timeout; then run again.')
        }
        $done = Sync-IisService -State $state -TimeoutSeconds $TimeoutSeconds
        if ($done.Problems.Count -gt 0) {
            throw (New-RestartError -Run $Run -Problem $done.Problems)
        }
    }
    New-StepResult -Change $changes -Data @{ restarted = $true }
}
