function Restore-IisState {
    <#
    .SYNOPSIS
    Puts IIS back to what Save-IisState wrote down.
    .DESCRIPTION
    Access lists, configuration in one commit, certificates in http.sys, and run states; proves it by reading
    back; then deletes the saved state. The state of a run that the journal calls deployed or rolled back is only
    deleted.
    .PARAMETER Run
    The id of the run; without it every saved state is restored, the last one saved first.
    .EXAMPLE
    Restore-IisState -Run 'r1'
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowEmptyString()]
        [string] $Run
    )

    $folder = 'C:\ProgramData\iisfleet\state'
    $runs = @($Run | Where-Object -FilterScript { $_ })
    if ($runs.Count -eq 0 -and (Test-Path -LiteralPath $folder)) {
        # <run>.content.json is that of content which was published in place: Restore-SiteContent.
        $runs = @(Get-ChildItem -LiteralPath $folder -Filter '*.json' |
                Where-Object -FilterScript { $_.Name -notlike '*.content.json' } |
                ForEach-Object -Process { $_.BaseName })
    }
    $states = @($runs | ForEach-Object -Process { Get-IisSavedState -Run $_ } |
            Sort-Object -Descending -Property {
                if ($_.PSObject.Properties['sequence']) { [long] $_.sequence } else { [long] 0 }
            })
    $changes = @()
    $restored = @()
    foreach ($state in $states) {
        if (-not (Test-RunDeployed -Run $state.run)) {
            $restored += $state.run
            $null = Get-IisManager -Renew
            $script:IisFleet['Edits'] = $null
            $changes += @(Restore-FolderAccess -State @($state.folders))
            $changes += @(Restore-SslBinding -State @($state.sslBindings) -Present)
            $edits = @(Set-IisSavedState -State $state)
            $changes += $edits
            if ($edits.Count -gt 0 -and $PSCmdlet.ShouldProcess("IIS as before run $($state.run)", 'Restore')) {
                Invoke-IisCommit -Edit { Set-IisSavedState -State $state }
                $left = @(Set-IisSavedState -State $state | ForEach-Object -Process { $_.path })
                $null = Get-IisManager -Renew
                if ($left.Count -gt 0) {
                    throw (New-StepError -Message "IIS is not as before run $($state.run)." `
                            -Expected 'no difference' -Found ($left -join ', ') -Kind 'commit' `
                            -Remedy 'Run the deploy again: it reverts first.')
                }
            }
            $changes += @(Restore-SslBinding -State @($state.sslBindings))
            $changes += @(Restore-IisRunState -State $state)
        }
        $null = Remove-IisState -Run $state.run
    }
    $newest = if ($restored.Count -gt 0) { $restored[0] } else { $null }
    New-StepResult -Change $changes -Data @{ restored = $newest }
}
