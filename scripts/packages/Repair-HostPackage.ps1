function Repair-HostPackage {
    <#
    .SYNOPSIS
    Brings back what is missing of the ASP.NET Core Module although its hosting bundle is registered.
    .DESCRIPTION
    Upgrades of Windows remove files that are not its own, and uninstallers of other bundles the section. The very
    bundle that is installed is run from the package cache of Windows, or a given installer of that version. No
    change where all is there, unless All.
    .PARAMETER Version
    Which bundle; by default the newest that brings what is missing.
    .PARAMETER File
    Its installer, a local path or one of a share, instead of the cached one.
    .PARAMETER Sha256
    The hash of File.
    .PARAMETER All
    Repairs also where nothing is missing.
    .PARAMETER Signer
    The organisation that has signed File.
    .PARAMETER BusyRetries
    How often to try again while another installation runs.
    .PARAMETER BusySeconds
    The time between two tries.
    .PARAMETER TimeoutMinutes
    How long the installer may take.
    .PARAMETER Remove
    Deletes File in the folder of iisfleet when it has done its work.
    .EXAMPLE
    Repair-HostPackage -All $false
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [string] $Version = '',

        [string] $File = '',

        [ValidatePattern('^([0-9A-Fa-f]{64})?$')]
        [string] $Sha256 = '',

        [bool] $All = $false,

        [string] $Signer = 'Microsoft Corporation',

        [ValidateRange(0, 1000)]
        [int] $BusyRetries = 20,

        [ValidateRange(0, 600)]
        [int] $BusySeconds = 15,

        [ValidateRange(0.001, 1440)]
        [double] $TimeoutMinutes = 30,

        [bool] $Remove = $true
    )

    $fact = Get-InstalledPackage
    $data = @{ code = $null; rebootRequired = $false; log = $null }
    if ($fact.bundles.Count -eq 0) {
        return New-StepResult -Data $data -Warning ('No hosting bundle is registered here: there is none to ' +
            'repair. invoke install-bundle installs one.')
    }
    $plans = @(Get-RepairPlan -Fact $fact -Version $Version -All $All)
    if ($plans.Count -eq 0) {
        return New-StepResult -Data $data
    }
    $changes = @($plans | ForEach-Object -Process { $_.Changes })
    $files = @($plans | ForEach-Object -Process {
            if ($File) { $File } else { Get-CachedBundle -Bundle $_.Bundle }
        })
    Add-InstalledKind -Kind 'hosting-bundle'
    if (-not $PSCmdlet.ShouldProcess('hosting bundle', 'Repair')) {
        return New-StepResult -Change $changes -Data $data
    }
    $limits = @{ BusyRetries = $BusyRetries; BusySeconds = $BusySeconds; TimeoutMinutes = $TimeoutMinutes }
    if ($fact.sharedConfiguration) {
        $limits['Options'] = @('OPT_NO_SHARED_CONFIG_CHECK=1')
    }
    $local = ''
    if ($File) {
        $local = Get-VerifiedInstaller -File $File -Sha256 $Sha256 -Signer $Signer
        $files = @($plans | ForEach-Object -Process { $local })
    }
    for ($index = 0; $index -lt $plans.Count; $index++) {
        $name = 'hosting-bundle-{0}' -f $plans[$index].Bundle.version
        $ended = Invoke-PackageInstaller -File $files[$index] -Action 'repair' -Name $name @limits
        $after = Get-InstalledPackage
        $missing = @($plans[$index].Generations | ForEach-Object -Process {
                Get-ModuleGap -Fact $after -Generation $_
            })
        if (@(0, 1641, 3010) -notcontains $ended.Code -or $missing.Count -gt 0) {
            throw (New-InstallerError -Name $name -Code $ended.Code -Missing $missing -Log $ended.Log)
        }
        $restart = $data.rebootRequired -or (@(1641, 3010) -contains $ended.Code)
        $data = @{ code = $ended.Code; rebootRequired = $restart; log = $ended.Log }
    }
    if ($local -and ($Remove -or $local -ne $File)) {
        Remove-Item -LiteralPath $local -Force -ErrorAction SilentlyContinue
    }
    New-StepResult -Change $changes -Data $data
}
