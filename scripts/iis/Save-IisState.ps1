function Save-IisState {
    <#
    .SYNOPSIS
    Writes down, before anything changes, how the sites and pools of a run are set.
    .DESCRIPTION
    Everything below their elements in applicationHost.config, authentication at their locations, certificates in
    http.sys, run states and worker processes, in C:\ProgramData\iisfleet\state\<run>.json. What does not exist is
    saved as absent. Secrets are encrypted with the key of the machine. A state already saved for this run is
    kept: it is what was before the run. With -WhatIf the state is kept in memory only, for the later steps of the
    plan.
    .PARAMETER Run
    The id of the run.
    .PARAMETER Sites
    Names of sites.
    .PARAMETER Pools
    Names of pools.
    .PARAMETER SslBindings
    Endpoints of http.sys, such as 0.0.0.0:443 or www.example.com:443.
    .PARAMETER Folders
    Paths whose access lists are to be put back.
    .EXAMPLE
    Save-IisState -Run 'r1' -Sites @('Shop') -Pools @('Shop') -SslBindings @('0.0.0.0:443')
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9._-]+$')]
        [string] $Run,

        [AllowEmptyCollection()]
        [string[]] $Sites = @(),

        [AllowEmptyCollection()]
        [string[]] $Pools = @(),

        [AllowEmptyCollection()]
        [string[]] $SslBindings = @(),

        [AllowEmptyCollection()]
        [string[]] $Folders = @()
    )

    $folder = 'C:\ProgramData\iisfleet\state'
    $file = "$folder\$Run.json"
    if ($null -ne (Get-IisSavedState -Run $Run)) {
        return New-StepResult -Data @{ saved = $true; kept = $true }
    }
    $siteStates = @(foreach ($name in $Sites) {
            $element = Find-IisElement -Collection (Get-IisCollection -Kind 'site') -Key @{ name = $name }
            @{
                name      = $name
                element   = if ($null -eq $element) { $null } else { ConvertTo-IisElementState -Element $element }
                state     = Get-IisRunState -Kind 'site' -Name $name
                locations = [object[]] @(Get-IisAuthenticationState -Site $name)
            }
        })
    $poolStates = @(foreach ($name in $Pools) {
            $element = Find-IisElement -Collection (Get-IisCollection -Kind 'pool') -Key @{ name = $name }
            @{
                name    = $name
                element = if ($null -eq $element) { $null } else { ConvertTo-IisElementState -Element $element }
                state   = Get-IisRunState -Kind 'pool' -Name $name
                workers = [object[]] @(Get-IisWorker -Pool $name)
            }
        })
    $sslStates = @(foreach ($endpoint in $SslBindings) {
            $binding = Get-SslBinding -Endpoint $endpoint
            @{
                endpoint   = $endpoint
                thumbprint = if ($null -eq $binding) { $null } else { $binding.Thumbprint }
                store      = if ($null -eq $binding) { $null } else { $binding.Store }
                appId      = if ($null -eq $binding) { $null } else { $binding.AppId }
            }
        })
    $folderStates = @(foreach ($path in $Folders) {
            $sddl = Get-PathSddl -Path $path
            @{ path = $path; sddl = if ($null -eq $sddl) { $null } else { $sddl } }
        })
    $state = @{
        run         = $Run
        sequence    = Get-StateSequence
        at          = [datetime]::UtcNow.ToString('o')
        sites       = [object[]] $siteStates
        pools       = [object[]] $poolStates
        sslBindings = [object[]] $sslStates
        folders     = [object[]] $folderStates
    }
    $json = ConvertTo-Json -InputObject $state -Depth 40 -Compress
    if ($PSCmdlet.ShouldProcess($file, 'Save the state of IIS')) {
        if (-not (Test-Path -LiteralPath $folder)) {
            $null = New-Item -ItemType Directory -Path $folder -Force
        }
        Write-TextFile -Path $file -Text $json
    }
    elseif ($null -eq $script:IisFleet['States']) {
        $script:IisFleet['States'] = @{ $Run = $json }
    }
    else {
        $script:IisFleet['States'][$Run] = $json
    }
    New-StepResult -Data @{ saved = $true; kept = $false }
}
