function Complete-IisChange {
    <#
    .SYNOPSIS
    Commits what the steps before have edited, once, and proves it.
    .DESCRIPTION
    Without a pending edit nothing is written. After the commit a new manager is made and each of those steps is
    asked again: if one still finds something to change, the commit did not do what it said.
    .EXAMPLE
    Complete-IisChange
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    $edits = @($script:IisFleet['Edits'] | Where-Object -FilterScript { $null -ne $_ })
    if ($edits.Count -eq 0) {
        return New-StepResult -Data @{ committed = $false; otherApplications = @() }
    }
    $pools = @($edits | ForEach-Object -Process {
            if ($_.Name -eq 'Set-IisPool') { $_.Parameter['Name'] } else { $_.Parameter['Pool'] }
        } | Where-Object -FilterScript { $_ })
    $others = @(Get-IisOtherApplication -Pool $pools)
    $pending = @($edits | Where-Object -FilterScript { $_.Commit })
    $committed = $false
    if ($pending.Count -gt 0 -and $PSCmdlet.ShouldProcess('applicationHost.config', 'Commit')) {
        Invoke-IisCommit -Edit { Invoke-IisEdit }
        $left = @(Invoke-IisEdit | ForEach-Object -Process { $_.path })
        $null = Get-IisManager -Renew
        if ($left.Count -gt 0) {
            throw (New-StepError -Message 'IIS does not have what was committed.' -Expected 'no difference' `
                    -Found ($left -join ', ') -Kind 'commit' `
                    -Remedy 'Look for another writer of applicationHost.config, or for shared configuration.')
        }
        $script:IisFleet['Edits'] = $null
        $committed = $true
    }
    New-StepResult -Data @{ committed = $committed; otherApplications = [object[]] $others }
}
