function Get-SslSelector {
    <#
    .SYNOPSIS
    Gives the argument by which netsh names an endpoint of http.sys.
    .DESCRIPTION
    ipport= for an IP address, hostnameport= for a host name (SNI).
    .PARAMETER Endpoint
    Such as 0.0.0.0:443, [::]:443 or www.example.com:443.
    .EXAMPLE
    Get-SslSelector -Endpoint '0.0.0.0:443'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern(':\d{1,5}$')]
        [string] $Endpoint
    )

    if ($Endpoint -match '^(\d{1,3}(\.\d{1,3}){3}|\[.+\]):\d+$') {
        return "ipport=$Endpoint"
    }
    "hostnameport=$Endpoint"
}
