function Set-ReleaseSettings {
    <#
    .SYNOPSIS
    Brings back the settings with which a release was live, and serves it.
    .DESCRIPTION
    Pool with its environment variables, application, of a root application the site with its bindings, and
    authentication, as Save-ReleaseSettings wrote them down; only the physical path is given. Edits the draft that
    Complete-IisChange commits; the access list of the folder is set at once. Other applications of the site stay
    as they are.
    .PARAMETER Target
    What is deployed.
    .PARAMETER Site
    The site.
    .PARAMETER Application
    The path of the application.
    .PARAMETER Pool
    The pool of that release; without it the pool stays as it is: another target that shares it has set it.
    .PARAMETER Release
    The release that goes live.
    .PARAMETER PhysicalPath
    The folder that is served.
    .EXAMPLE
    Set-ReleaseSettings -Target 'Shop' -Site 'Shop' -Pool 'Shop' -Release '1.0-0a1b2c3d4e' -PhysicalPath 'C:\a'
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

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Pool = '',

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._+-]*$')]
        [string] $Release,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^([A-Za-z]:\\|\\\\)')]
        [string] $PhysicalPath
    )

    $saved = Read-ReleaseSettings -Target $Target -Release $Release
    if ($null -eq $saved) {
        throw (New-StepError -Message "The settings of release $Release of $Target were not saved." -Kind 'state' `
                -Expected (Get-SettingsFile -Target $Target -Release $Release) `
                -Found 'no such file, or a damaged one' `
                -Remedy 'Run the same command again: without them it uses those of the inventory.')
    }
    $access = @(Restore-FolderAccess -State @($saved.folders))
    $edits = @()
    if ($Pool) {
        $edits += @(Set-IisSavedItem -Collection (Get-IisCollection -Kind 'pool') -Key @{ name = $saved.pool } `
                -State $saved.poolElement -Path "pool/$($saved.pool)")
    }
    $edits += @(Set-ReleaseElement -Site $Site -Application $Application -State $saved.element `
            -PhysicalPath $PhysicalPath)
    # The other locations of the site are given as they are, so that they stay.
    $location = if ($Application -eq '/') { $Site } else { "$Site$Application" }
    $others = @(Get-IisAuthenticationState -Site $Site | Where-Object -FilterScript {
            $_.location -ne $location
        })
    $edits += @(Set-IisAuthenticationState -Site $Site -State (@($saved.locations) + $others))
    if ($edits.Count -gt 0) {
        $commit = $PSCmdlet.ShouldProcess("site/$Site", "Set as with release $Release")
        Register-IisChange -Name 'Set-ReleaseSettings' -Parameter $PSBoundParameters -Commit $commit
    }
    New-StepResult -Change ($access + $edits)
}
