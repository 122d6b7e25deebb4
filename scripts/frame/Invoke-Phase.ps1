function Invoke-Phase {
    <#
    .SYNOPSIS
    Runs the steps of one phase, unless an earlier one failed.
    .DESCRIPTION
    A failed step has written its own result line; here it only ends the phase.
    .PARAMETER Name
    starting, updating, publishing, verifying, finishing or reverting.
    .PARAMETER Body
    The calls of Invoke-Step.
    .EXAMPLE
    Invoke-Phase 'starting' { Invoke-Step 'Get-HostFact' @{ } }
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true, Position = 0)]
        [ValidateSet('starting', 'updating', 'publishing', 'verifying', 'finishing', 'reverting')]
        [string] $Name,

        [Parameter(Mandatory = $true, Position = 1)]
        [scriptblock] $Body
    )

    if ($script:IisFleet.Failed -and $Name -ne 'reverting') {
        return
    }
    $script:IisFleet.Phase = $Name
    try {
        & $Body
    }
    catch {
        if ($_.Exception.Message -ne 'IisFleet.StepFailed') {
            throw
        }
    }
}
