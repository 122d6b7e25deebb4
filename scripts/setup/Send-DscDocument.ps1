function Send-DscDocument {
    <#
    .SYNOPSIS
    Lets DSC's Local Configuration Manager apply a document, and cleans up if it fails.
    .DESCRIPTION
    After a failure the LCM would try again each 15 minutes, though nobody is there any more: what still runs is
    stopped, and the pending document goes.
    .PARAMETER Mof
    The compiled document.
    .PARAMETER TimeoutSeconds
    How long it may take.
    .EXAMPLE
    Send-DscDocument -Mof $mof -TimeoutSeconds 3600
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [byte[]] $Mof,

        [Parameter(Mandatory = $true)]
        [int] $TimeoutSeconds
    )

    if (-not $PSCmdlet.ShouldProcess('Local Configuration Manager', 'Apply the configuration')) {
        return
    }
    $argument = @{ ConfigurationData = [byte[]] (ConvertTo-LcmData -Mof $Mof); force = $true }
    try {
        $null = Invoke-LcmMethod -Name 'SendConfigurationApply' -Argument $argument -TimeoutSeconds $TimeoutSeconds
    }
    catch {
        $problem = $_.Exception.Message
        try {
            if ((Get-LcmState).state -eq 'Busy') {
                $null = Invoke-LcmMethod -Name 'StopConfiguration' -Argument @{ force = $true }
                $null = Wait-LcmIdle -TimeoutSeconds 60
            }
            # 2: the pending document (MSFT_DSCLocalConfigurationManager, RemoveConfiguration).
            $null = Invoke-LcmMethod -Name 'RemoveConfiguration' -Argument @{ Stage = [uint32] 2; Force = $true }
        }
        catch {
            $problem = "$problem The LCM may try again by itself, for: $($_.Exception.Message)"
        }
        $remedy = 'Correct the cause, then run setup again.'
        if ($problem -match '0x800f0(81f|906|907|954)') {
            $remedy = 'Name the installation media (its folder sources\sxs) in setup.source.'
        }
        throw (New-StepError -Message 'DSC could not bring this host into the declared state.' -Kind 'setup' `
                -Expected 'each resource as declared' -Found $problem -Remedy $remedy)
    }
}
