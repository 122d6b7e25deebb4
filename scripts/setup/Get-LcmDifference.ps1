function Get-LcmDifference {
    <#
    .SYNOPSIS
    Tells which settings of DSC's Local Configuration Manager a setup changes.
    .DESCRIPTION
    A document is applied once, by the controller that sends it, and the controller restarts the host: the LCM must
    neither correct, nor restart, nor go on after a restart by itself.
    .PARAMETER State
    What Get-LcmState gives.
    .PARAMETER Document
    The name of the configuration that is there; '' for none.
    .PARAMETER Configuration
    The name of ours.
    .EXAMPLE
    Get-LcmDifference -State $lcm -Document '' -Configuration 'IisFleetBaseline'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [hashtable] $State,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Document,

        [Parameter(Mandatory = $true)]
        [string] $Configuration
    )

    $wanted = [ordered] @{
        refreshMode        = 'Push'
        configurationMode  = 'ApplyOnly'
        rebootNodeIfNeeded = $false
        actionAfterReboot  = 'StopConfiguration'
    }
    foreach ($name in $wanted.Keys) {
        if ($State[$name] -ne $wanted[$name]) {
            New-Change -Path "lcm/$name" -Before $State[$name] -After $wanted[$name]
        }
    }
    if ($Document -ne $Configuration) {
        $before = if ($Document) { $Document } else { $null }
        New-Change -Path 'lcm/document' -Before $before -After $Configuration
    }
}
