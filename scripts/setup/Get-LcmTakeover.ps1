function Get-LcmTakeover {
    <#
    .SYNOPSIS
    Tells, a sentence each, what somebody else uses DSC on this host for.
    .DESCRIPTION
    A host that pulls its configuration would undo ours; a document of another name would be replaced by it.
    .PARAMETER State
    What Get-LcmState gives.
    .PARAMETER Document
    The name of the configuration that is there; '' for none.
    .PARAMETER Configuration
    The name of ours.
    .EXAMPLE
    Get-LcmTakeover -State $lcm -Document 'Contoso' -Configuration 'IisFleetBaseline'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [hashtable] $State,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Document,

        [Parameter(Mandatory = $true)]
        [string] $Configuration
    )

    if ($State.refreshMode -ne 'Push') {
        "RefreshMode is $($State.refreshMode)"
    }
    if ($Document -and $Document -ne $Configuration) {
        "the configuration $Document is applied"
    }
}
