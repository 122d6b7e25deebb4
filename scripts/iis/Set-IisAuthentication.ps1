function Set-IisAuthentication {
    <#
    .SYNOPSIS
    Switches kinds of authentication of a site on or off.
    .DESCRIPTION
    Edits the draft that Complete-IisChange commits, at the location of the site in applicationHost.config, since
    these sections are locked in web.config. A kind whose module is not installed cannot be switched on.
    .PARAMETER Site
    The site.
    .PARAMETER Anonymous
    $true, $false, or $null to leave it as it is.
    .PARAMETER Windows
    The same for Windows authentication.
    .PARAMETER Basic
    The same for basic authentication.
    .EXAMPLE
    Set-IisAuthentication -Site 'Shop' -Anonymous $false -Windows $true
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[^/?]+$')]
        [string] $Site,

        [System.Nullable[bool]] $Anonymous,

        [System.Nullable[bool]] $Windows,

        [System.Nullable[bool]] $Basic
    )

    $configuration = (Get-IisManager).GetApplicationHostConfiguration()
    $modules = $configuration.GetSection('system.webServer/globalModules').GetCollection()
    $changes = @()
    $kinds = @(
        @('anonymous', $Anonymous, 'AnonymousAuthenticationModule', 'Web-WebServer'),
        @('windows', $Windows, 'WindowsAuthenticationModule', 'Web-Windows-Auth'),
        @('basic', $Basic, 'BasicAuthenticationModule', 'Web-Basic-Auth')
    )
    foreach ($entry in $kinds) {
        $kind, $value, $module, $feature = $entry
        if ($null -eq $value) {
            continue
        }
        if ($value -and $null -eq (Find-IisElement -Collection $modules -Key @{ name = $module })) {
            throw (New-StepError -Message "Site $Site wants $kind authentication, which is not installed." `
                    -Expected "the IIS module $module" -Found 'not registered' -Kind 'readiness' `
                    -Remedy "Install-WindowsFeature $feature")
        }
        $name = "system.webServer/security/authentication/${kind}Authentication"
        $section = $configuration.GetSection($name, $Site)
        $changes += @(Set-IisAttribute -Element $section -Name 'enabled' -Value $value `
                -Path (Get-IisAuthenticationPath -Location $Site -Kind $kind))
    }
    if ($changes.Count -gt 0) {
        $commit = $PSCmdlet.ShouldProcess("site/$Site/authentication", 'Set')
        Register-IisChange -Name 'Set-IisAuthentication' -Parameter $PSBoundParameters -Commit $commit
    }
    New-StepResult -Change $changes
}
