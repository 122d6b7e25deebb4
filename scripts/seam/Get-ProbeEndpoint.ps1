function Get-ProbeEndpoint {
    <#
    .SYNOPSIS
    Gives the address and port at which a binding of this host answers.
    .DESCRIPTION
    On Windows that is the binding's own. The lab, whose hosts share one machine, answers with its front.
    .PARAMETER Address
    An IP address of this host.
    .PARAMETER Port
    The port of the binding.
    .EXAMPLE
    Get-ProbeEndpoint -Address '127.0.0.1' -Port 80
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Address,

        [Parameter(Mandatory = $true)]
        [ValidateRange(1, 65535)]
        [int] $Port
    )

    [PSCustomObject]@{ Address = $Address; Port = $Port }
}
