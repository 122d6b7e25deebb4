function Restore-IisRunState {
    <#
    .SYNOPSIS
    Starts what was started and stops what was stopped when a state was saved, and returns the changes.
    .DESCRIPTION
    Pools before sites. Waits until each has its state, for at most 60 seconds.
    .PARAMETER State
    What Get-IisSavedState returned.
    .EXAMPLE
    Restore-IisRunState -State (Get-IisSavedState -Run 'r1')
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $State
    )

    foreach ($group in @(@{ Kind = 'pool'; Items = $State.pools }, @{ Kind = 'site'; Items = $State.sites })) {
        foreach ($saved in @($group.Items)) {
            if ($null -eq $saved.element -or @('Started', 'Stopped') -notcontains $saved.state) {
                continue
            }
            $now = Get-IisRunState -Kind $group.Kind -Name $saved.name
            if ($now -eq $saved.state) {
                continue
            }
            $path = '{0}/{1}/state' -f $group.Kind, $saved.name
            New-Change -Path $path -Before $now -After $saved.state
            if ($PSCmdlet.ShouldProcess($path, $saved.state)) {
                Set-IisRunState -Kind $group.Kind -Name $saved.name -State $saved.state -TimeoutSeconds 60
            }
            else {
                # The later steps of a plan go on from here, as those of a run do.
                if ($null -eq $script:IisFleet['PlannedStates']) {
                    $script:IisFleet['PlannedStates'] = @{}
                }
                $script:IisFleet['PlannedStates'][$path] = $saved.state
            }
        }
    }
}
