function Get-InstalledPackage {
    <#
    .SYNOPSIS
    Gathers what is known of the packages on this host.
    .DESCRIPTION
    Three sources for the hosting bundle, since each alone lies: the list of installed bundles (which knows it
    also where the module was skipped, because IIS came later), the module of IIS and its section, the runtimes.
    With shared configuration modules and section stand on another machine; they count as not there.
    .EXAMPLE
    (Get-InstalledPackage).bundles
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $iis = Get-IisFact
    $sections = @()
    if ($iis.installed -and -not $iis.sharedConfiguration) {
        $parameters = @{
            Path  = "$env:windir\System32\inetsrv\config\applicationHost.config"
            XPath = "/configuration/configSections/sectionGroup[@name='system.webServer']/section"
            Name  = 'name'
        }
        $sections = @(Read-XmlAttribute @parameters)
    }
    $programs = if ($env:ProgramW6432) { $env:ProgramW6432 } else { $env:ProgramFiles }
    @{
        bundles             = [object[]] @(Get-BundleFact)
        ancm                = Get-AncmFact -Module $iis.modules
        section             = ($sections -contains 'aspNetCore')
        frameworks          = @{
            x64 = Get-FrameworkFact -Path $programs
            x86 = if (${env:ProgramFiles(x86)}) { Get-FrameworkFact -Path ${env:ProgramFiles(x86)} } else { @{} }
        }
        vcRedist            = @{
            x64 = Get-VcRedistFact -Architecture 'x64'
            x86 = Get-VcRedistFact -Architecture 'x86'
        }
        webDeploy           = Get-WebDeployFact
        iis                 = $iis.installed
        sharedConfiguration = $iis.sharedConfiguration
        pendingReboot       = Test-PendingReboot
    }
}
