function Resume-IisService {
    <#
    .SYNOPSIS
    Brings services, pools and sites of IIS back to what Save-IisService noted, and forgets it.
    .DESCRIPTION
    After a restart that went wrong, an installer, or a restart of Windows: what ran runs again, and what was
    stopped, but has started by itself, is stopped again. Fails with all that cannot be. Nothing to do for a run
    that has saved nothing, or was resumed already.
    .PARAMETER Run
    The id of the run.
    .PARAMETER TimeoutSeconds
    For all of it.
    .EXAMPLE
    Resume-IisService -Run 'r1' -TimeoutSeconds 120
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
        [int] $TimeoutSeconds = 120
    )

    $state = Get-IisServiceState -Run $Run
    if ($null -eq $state) {
        return New-StepResult
    }
    $done = Sync-IisService -State $state -TimeoutSeconds $TimeoutSeconds
    $file = "$(Get-HostFolder)\services\$Run.json"
    if ((Test-Path -LiteralPath $file) -and $PSCmdlet.ShouldProcess($file, 'Delete')) {
        # Test-IisAnswer, which may follow, still wants it.
        if ($null -eq $script:IisFleet['ServiceStates']) {
            $script:IisFleet['ServiceStates'] = @{}
        }
        $script:IisFleet['ServiceStates'][$Run] = Read-TextFile -Path $file
        Remove-Item -LiteralPath $file -Force -ErrorAction Stop
    }
    if ($done.Problems.Count -gt 0) {
        throw (New-RestartError -Run $Run -Problem $done.Problems)
    }
    New-StepResult -Change $done.Changes
}
