function Get-InstallPlan {
    <#
    .SYNOPSIS
    Tells how a package comes to this host: which file runs, to install or to repair, with which options.
    .DESCRIPTION
    Refuses a hosting bundle before IIS, whose installer would skip the module without a word. A bundle that is
    registered is repaired: one of this version by the installer, a later one by what Windows keeps of it.
    .PARAMETER Kind
    hosting-bundle, vc-redist or web-deploy.
    .PARAMETER Version
    What the installer brings.
    .PARAMETER Options
    For the installer.
    .PARAMETER Fact
    What Get-InstalledPackage gave.
    .PARAMETER File
    The installer.
    .EXAMPLE
    Get-InstallPlan -Kind 'web-deploy' -Version '10.0.8215' -Fact (Get-InstalledPackage) -File $file
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Kind,

        [Parameter(Mandatory = $true)]
        [string] $Version,

        [AllowEmptyCollection()]
        [string[]] $Options = @(),

        [Parameter(Mandatory = $true)]
        [hashtable] $Fact,

        [AllowEmptyString()]
        [string] $File = ''
    )

    $plan = @{ Action = 'install'; File = $File; Cached = $false; Options = @(); Warning = @() }
    if ($Kind -ne 'hosting-bundle') {
        return [PSCustomObject] $plan
    }
    $plan.Options = $Options
    if (-not $Fact.iis -and $Options -notcontains 'OPT_NO_ANCM=1') {
        throw (New-StepError -Message 'The hosting bundle comes after IIS: its installer would skip the module.' `
                -Expected 'IIS with CoreWebEngine and W3SVC' -Found 'no IIS' -Kind 'readiness' `
                -Remedy 'Run invoke setup for this host first.')
    }
    if ($Fact.sharedConfiguration) {
        $plan.Options += 'OPT_NO_SHARED_CONFIG_CHECK=1'
        $plan.Warning += 'IIS uses shared configuration: see that the module and its section are registered there.'
    }
    $there = Get-NewestBundle -Fact $Fact -Version $Version
    if ($null -ne $there -and (Test-VersionReached -Found $there.version -Wanted $Version)) {
        $plan.Action = 'repair'
        if ($there.version -ne $Version) {
            $plan.File = Get-CachedBundle -Bundle $there
            $plan.Cached = $true
        }
    }
    [PSCustomObject] $plan
}
