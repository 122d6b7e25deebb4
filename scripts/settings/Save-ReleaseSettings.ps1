function Save-ReleaseSettings {
    <#
    .SYNOPSIS
    Writes down the settings with which a release is live, so that a rollback brings them back with it.
    .DESCRIPTION
    All that is set on the pool, environment variables included, and on the application; of a root application the
    site too, with its bindings, but not its other applications; authentication there; and the access list of the
    folder. Passwords and the values of variables are encrypted with the key of the machine. Bookkeeping, so it is
    no change. Data saved is false if there is no such pool or application.
    .PARAMETER Target
    What is deployed.
    .PARAMETER Site
    The site.
    .PARAMETER Application
    The path of the application.
    .PARAMETER Pool
    The pool.
    .PARAMETER Release
    The release that is live.
    .PARAMETER Folder
    A folder whose access list belongs to the settings.
    .EXAMPLE
    Save-ReleaseSettings -Target 'Shop' -Site 'Shop' -Pool 'Shop' -Release '1.0-0a1b2c3d4e'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseSingularNouns', '')]
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Site,

        [ValidatePattern('^/')]
        [string] $Application = '/',

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Pool,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._+-]*$')]
        [string] $Release,

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Folder = ''
    )

    $element = Get-ReleaseElement -Site $Site -Application $Application
    $poolElement = Find-IisElement -Collection (Get-IisCollection -Kind 'pool') -Key @{ name = $Pool }
    if ($null -eq $element -or $null -eq $poolElement) {
        return New-StepResult -Data @{ saved = $false }
    }
    $location = if ($Application -eq '/') { $Site } else { "$Site$Application" }
    $locations = @(Get-IisAuthenticationState -Site $Site | Where-Object -FilterScript {
            $_.location -eq $location
        })
    $sddl = if ($Folder) { Get-PathSddl -Path $Folder } else { $null }
    $settings = @{
        target = $Target; release = $Release; site = $Site; application = $Application; pool = $Pool
        element     = $element
        poolElement = ConvertTo-IisElementState -Element $poolElement
        locations   = [object[]] $locations
        folders     = [object[]] @(if ($sddl) { @{ path = $Folder; sddl = "$sddl" } })
    }
    $file = Get-SettingsFile -Target $Target -Release $Release
    if ($PSCmdlet.ShouldProcess($file, 'Save the settings of the release')) {
        $null = Initialize-HostFolder -Name 'settings'
        $null = New-Item -ItemType Directory -Path (Get-SettingsFile -Target $Target) -Force
        Write-TextFile -Path $file -Text (ConvertTo-Json -InputObject $settings -Depth 40 -Compress)
    }
    New-StepResult -Data @{ saved = $true }
}
