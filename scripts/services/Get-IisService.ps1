function Get-IisService {
    <#
    .SYNOPSIS
    Tells which services of IIS are on this host, and which of them run.
    .DESCRIPTION
    Reads only: W3SVC, WAS with all that depends on it, and WMSVC. An empty list on a host without IIS.
    .EXAMPLE
    Get-IisService
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    $services = @(foreach ($name in @(Get-IisServiceName)) {
            $service = Get-Service -Name $name
            @{ name = $name; status = [string] $service.Status; startType = [string] $service.StartType }
        })
    New-StepResult -Data @{ services = [object[]] $services }
}
