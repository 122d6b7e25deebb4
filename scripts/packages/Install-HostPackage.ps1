function Install-HostPackage {
    <#
    .SYNOPSIS
    Brings a package to this host.
    .DESCRIPTION
    No change if it, or a later patch, is there with all its parts. Else the installer is verified (hash and
    signature), run silently, and what it brought is looked for: an exit code alone proves too little. A hosting
    bundle that is registered and yet incomplete, as one that came before IIS, is repaired. It is an outage.
    .PARAMETER Kind
    hosting-bundle, vc-redist (64-bit) or web-deploy.
    .PARAMETER Version
    What the installer brings: 10.0.12.
    .PARAMETER File
    The installer, a local path or one of a share; not needed with -WhatIf.
    .PARAMETER Sha256
    Its hash.
    .PARAMETER Signer
    The organisation that has signed it.
    .PARAMETER Options
    For the installer, such as OPT_NO_X86=1.
    .PARAMETER BusyRetries
    How often to try again while another installation runs.
    .PARAMETER BusySeconds
    The time between two tries.
    .PARAMETER TimeoutMinutes
    How long the installer may take.
    .PARAMETER Remove
    Deletes an installer in the folder of iisfleet when it has done its work.
    .EXAMPLE
    Install-HostPackage -Kind 'hosting-bundle' -Version '10.0.12' -File '\\files\dotnet-hosting-10.0.12-win.exe'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('hosting-bundle', 'vc-redist', 'web-deploy')]
        [string] $Kind,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^\d+(\.\d+)*(-[0-9A-Za-z.-]+)?$')]
        [string] $Version,

        [string] $File = '',

        [ValidatePattern('^([0-9A-Fa-f]{64})?$')]
        [string] $Sha256 = '',

        [string] $Signer = 'Microsoft Corporation',

        # Not =0: a bundle asks only whether an option has a value.
        [ValidatePattern('^OPT_[A-Z0-9_]+=1$')]
        [string[]] $Options = @(),

        [ValidateRange(0, 1000)]
        [int] $BusyRetries = 20,

        [ValidateRange(0, 600)]
        [int] $BusySeconds = 15,

        [ValidateRange(0.001, 1440)]
        [double] $TimeoutMinutes = 30,

        [bool] $Remove = $true
    )

    $wanted = @{ Kind = $Kind; Version = $Version; Options = $Options }
    $fact = Get-InstalledPackage
    $gaps = @(Get-PackageGap @wanted -Fact $fact)
    $data = @{ code = $null; rebootRequired = $false; log = $null }
    if ($gaps.Count -eq 0) {
        return New-StepResult -Data $data
    }
    $plan = Get-InstallPlan @wanted -Fact $fact -File $File
    Add-InstalledKind -Kind $Kind
    if (-not $PSCmdlet.ShouldProcess("$Kind $Version", $plan.Action)) {
        return New-StepResult -Change $gaps -Data $data -Warning $plan.Warning
    }
    $local = $plan.File
    if (-not $plan.Cached) {
        $local = Get-VerifiedInstaller -File $plan.File -Sha256 $Sha256 -Signer $Signer
    }
    $parameters = @{
        File = $local; Action = $plan.Action; Name = "$Kind-$Version"; Options = $plan.Options
        BusyRetries = $BusyRetries; BusySeconds = $BusySeconds; TimeoutMinutes = $TimeoutMinutes
    }
    # 232 has been seen with half an installation: what is missing then comes with another run.
    for ($try = 1; $true; $try++) {
        $ended = Invoke-PackageInstaller @parameters
        $missing = @(Get-PackageGap @wanted -Fact (Get-InstalledPackage))
        if ($ended.Code -ne 232 -or $missing.Count -eq 0 -or $try -eq 3) {
            break
        }
    }
    if (@(0, 232, 1638, 1641, 3010) -notcontains $ended.Code -or $missing.Count -gt 0) {
        throw (New-InstallerError -Name "$Kind $Version" -Code $ended.Code -Missing $missing -Log $ended.Log)
    }
    if (-not $plan.Cached -and ($Remove -or $local -ne $File)) {
        Remove-Item -LiteralPath $local -Force -ErrorAction SilentlyContinue
    }
    $data = @{ code = $ended.Code; rebootRequired = (@(1641, 3010) -contains $ended.Code); log = $ended.Log }
    New-StepResult -Change $gaps -Data $data -Warning $plan.Warning
}
