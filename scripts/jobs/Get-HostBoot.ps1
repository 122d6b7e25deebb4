function Get-HostBoot {
    <#
    .SYNOPSIS
    Tells when this host was started, and whether Windows waits for a restart.
    .DESCRIPTION
    Reads only. Windows notes in three places that an installation is finished only after a restart.
    .EXAMPLE
    Get-HostBoot
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    New-StepResult -Data @{ boot = Get-HostBootTime; pendingReboot = Test-PendingReboot }
}
