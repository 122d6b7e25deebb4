function Get-IisRunState {
    <#
    .SYNOPSIS
    Gives the run state of a pool or a site: Started, Stopped, Starting, Stopping or Unknown.
    .DESCRIPTION
    Returns $null if there is no such pool or site. A state that IIS cannot give yet, just after a commit, is
    asked for again.
    .PARAMETER Kind
    pool or site.
    .PARAMETER Name
    Its name.
    .EXAMPLE
    Get-IisRunState -Kind 'pool' -Name 'Shop'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('pool', 'site')]
        [string] $Kind,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name
    )

    $path = "$Kind/$Name/state"
    if ($null -ne $script:IisFleet['PlannedStates'] -and $script:IisFleet['PlannedStates'].ContainsKey($path)) {
        return $script:IisFleet['PlannedStates'][$path]
    }
    Invoke-IisRetry -Action {
        $object = Get-IisObject -Kind $Kind -Name $Name
        if ($null -ne $object) { [string] $object.State } else { $null }
    }
}
