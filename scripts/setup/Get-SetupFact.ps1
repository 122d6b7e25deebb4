function Get-SetupFact {
    <#
    .SYNOPSIS
    Tells what a setup must know of this host.
    .DESCRIPTION
    Reads only. A Windows without DSC has dsc false and lcm null. While the LCM is busy nobody can ask for its
    document: null then.
    .PARAMETER Configuration
    The name of our DSC configuration.
    .EXAMPLE
    Get-SetupFact -Configuration 'IisFleetBaseline'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [ValidatePattern('^[A-Za-z]\w*$')]
        [string] $Configuration = 'IisFleetBaseline'
    )

    $lcm = $null
    $found = Get-LcmState
    if ($null -ne $found) {
        $held = if ($found.state -eq 'Busy') { '' } else { [string] (Get-LcmDocument) }
        $lcm = @{
            state = $found.state; refreshMode = $found.refreshMode; configurationMode = $found.configurationMode
            document = $null
        }
        if ($held) {
            $lcm['document'] = if ($held -eq $Configuration) { 'ours' } else { 'foreign' }
        }
    }
    $features = Get-HostFeature
    $data = @{
        os            = Get-SystemFact
        dsc           = ($null -ne $lcm)
        lcm           = $lcm
        pendingReboot = (Test-PendingReboot)
        features      = [string[]] @($features.Keys | Where-Object -FilterScript { $features[$_] } | Sort-Object)
    }
    New-StepResult -Data $data
}
