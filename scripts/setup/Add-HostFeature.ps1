function Add-HostFeature {
    <#
    .SYNOPSIS
    Lets Windows install features; tells whether it wants a restart.
    .DESCRIPTION
    The commands of servers and of desktop Windows for the same thing, with what stands above the features.
    .PARAMETER Name
    Features that are not installed.
    .PARAMETER Source
    Where their files are; '' for where Windows looks by itself.
    .EXAMPLE
    $restart = Add-HostFeature -Name 'Web-Server' -Source '\\files\media\sxs'
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory = $true)]
        [string[]] $Name,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Source
    )

    if (-not $PSCmdlet.ShouldProcess($Name -join ', ', 'Install')) {
        return $false
    }
    $parameters = @{ ErrorAction = 'Stop' }
    if ($Source) {
        $parameters['Source'] = $Source
    }
    try {
        if ((Get-SystemFact).productType -eq 1) {
            $done = Enable-WindowsOptionalFeature -Online -FeatureName $Name -All -NoRestart @parameters
            return [bool] @($done | ForEach-Object -Process { $_.RestartNeeded } | Sort-Object)[-1]
        }
        return "$((Install-WindowsFeature -Name $Name @parameters).RestartNeeded)" -ne 'No'
    }
    catch {
        $remedy = 'Look into C:\Windows\Logs\CBS\CBS.log of this host.'
        if ($_.Exception.Message -match '0x800f0(81f|906|907|954)') {
            $remedy = 'Name the installation media (its folder sources\sxs) in setup.source.'
        }
        throw (New-StepError -Message "Windows could not install $($Name -join ', ')." -Kind 'feature' `
                -Expected 'the files of the feature' -Found $_.Exception.Message -Remedy $remedy)
    }
}
