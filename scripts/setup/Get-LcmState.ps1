function Get-LcmState {
    <#
    .SYNOPSIS
    Tells what DSC's Local Configuration Manager does and how it is set.
    .DESCRIPTION
    Returns nothing on a Windows without DSC.
    .EXAMPLE
    (Get-LcmState).state
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    try {
        $found = (Invoke-LcmMethod -Name 'GetMetaConfiguration')['MetaConfiguration']
    }
    catch {
        # Invalid namespace, invalid class (WBEM_E_INVALID_NAMESPACE, WBEM_E_INVALID_CLASS).
        if ($_.FullyQualifiedErrorId -match '0x8004100e|0x80041010') {
            return
        }
        throw
    }
    @{
        state              = [string] $found.LCMState
        refreshMode        = [string] $found.RefreshMode
        configurationMode  = [string] $found.ConfigurationMode
        rebootNodeIfNeeded = [bool] $found.RebootNodeIfNeeded
        actionAfterReboot  = [string] $found.ActionAfterReboot
    }
}
