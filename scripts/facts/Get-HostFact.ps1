function Get-HostFact {
    <#
    .SYNOPSIS
    Gathers what decides whether a host can serve a site.
    .DESCRIPTION
    Reads only, and answers on a host without IIS, without .NET and without a desktop too: what is missing is
    $null, false or an empty list. A configuration of IIS that this session may not read becomes a warning.
    .PARAMETER Drives
    The letters of the drives whose room matters.
    .EXAMPLE
    Get-HostFact -Drives 'C', 'D'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowEmptyCollection()]
        [string[]] $Drives = @('C')
    )

    $warnings = @()
    $iis = @{ installed = $false; version = $null; sharedConfiguration = $false; modules = [string[]] @() }
    try {
        $iis = Get-IisFact
    }
    catch {
        $warnings += 'The configuration of IIS cannot be read: {0}' -f $_.Exception.Message
    }
    $disks = @{}
    foreach ($drive in $Drives) {
        $space = Get-DriveSpace -Drive $drive
        $disks[$drive] = if ($null -eq $space) { $null } else { $space }
    }
    $modules = $iis.modules
    $programs = if ($env:ProgramW6432) { $env:ProgramW6432 } else { $env:ProgramFiles }
    $session = (Get-SessionFact).Data
    $data = @{
        computer   = [string] (Get-CimInstance -ClassName 'Win32_OperatingSystem').CSName
        os         = Get-SystemFact
        powershell = $session.powershell
        elevated   = $session.elevated
        user       = $session.user
        iis        = @{
            installed           = $iis.installed
            version             = $iis.version
            sharedConfiguration = $iis.sharedConfiguration
        }
        ancm       = Get-AncmFact -Module $modules
        frameworks = @{
            x64 = Get-FrameworkFact -Path $programs
            x86 = if (${env:ProgramFiles(x86)}) { Get-FrameworkFact -Path ${env:ProgramFiles(x86)} } else { @{} }
        }
        disks      = $disks
        features   = @{
            windowsAuth = ($modules -contains 'WindowsAuthenticationModule')
            basicAuth   = ($modules -contains 'BasicAuthenticationModule')
            appInit     = ($modules -contains 'ApplicationInitializationModule')
            webSockets  = ($modules -contains 'WebSocketModule')
            rewrite     = ($modules -contains 'RewriteModule')
        }
        modules    = $modules
    }
    New-StepResult -Data $data -Warning $warnings
}
