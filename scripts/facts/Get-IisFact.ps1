function Get-IisFact {
    <#
    .SYNOPSIS
    Tells whether IIS is on this host and which modules it knows.
    .DESCRIPTION
    Reads the registry and the files of IIS, not its API: the answer must come on a host without IIS too. With
    shared configuration the list of modules stands on another machine and is left empty.
    .EXAMPLE
    (Get-IisFact).installed
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $key = 'HKLM:\SOFTWARE\Microsoft\InetStp'
    $folder = "$env:windir\System32\inetsrv\config"
    $major = Get-RegistryValue -Path $key -Name 'MajorVersion'
    $core = [int] (Get-RegistryValue -Path "$key\Components" -Name 'CoreWebEngine')
    $service = [int] (Get-RegistryValue -Path "$key\Components" -Name 'W3SVC')
    $fact = @{
        installed           = ($null -ne $major -and $core -eq 1 -and $service -eq 1)
        version             = $null
        sharedConfiguration = $false
        modules             = [string[]] @()
    }
    if (-not $fact.installed) {
        return $fact
    }
    $fact.version = '{0}.{1}' -f [int] $major, [int] (Get-RegistryValue -Path $key -Name 'MinorVersion')
    $redirection = @{ Path = "$folder\redirection.config"; XPath = '//configurationRedirection'; Name = 'enabled' }
    $fact.sharedConfiguration = (@(Read-XmlAttribute @redirection) -contains 'true')
    if (-not $fact.sharedConfiguration) {
        $parameters = @{ Path = "$folder\applicationHost.config"; XPath = '//globalModules/add'; Name = 'name' }
        $fact.modules = [string[]] @(Read-XmlAttribute @parameters)
    }
    $fact
}
