function Resume-GuardedHost {
    <#
    .SYNOPSIS
    Puts this host back into the load balancer's rotation for the runs whose guard has acted.
    .DESCRIPTION
    As Set-HostDrain does for a run that ends.
    .EXAMPLE
    Resume-GuardedHost
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    $changes = @()
    $warnings = @()
    foreach ($state in @(Read-GuardState | Where-Object -FilterScript { $_.fired })) {
        $result = Set-HostDrain -Flag $null -State 'serving' -Run $state.run
        $changes += $result.Changes
        $warnings += $result.Warnings
    }
    New-StepResult -Change $changes -Warning $warnings
}
