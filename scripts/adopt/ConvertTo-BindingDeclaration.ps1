function ConvertTo-BindingDeclaration {
    <#
    .SYNOPSIS
    Tells where a site listens, and with which certificate.
    .DESCRIPTION
    The certificate is the one that http.sys has for the endpoint; $null if it has none there, as with the central
    certificate store.
    .PARAMETER Binding
    The element of the binding.
    .EXAMPLE
    ConvertTo-BindingDeclaration -Binding $binding
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Binding
    )

    $protocol = [string] $Binding.GetAttributeValue('protocol')
    $information = [string] $Binding.GetAttributeValue('bindingInformation')
    $flags = [int] $Binding.GetAttributeValue('sslFlags')
    $certificate = $null
    if ($protocol -eq 'https' -and $information -match '^(?<address>.*):(?<port>\d+):(?<host>[^:]*)$') {
        $address = if ($Matches['address'] -eq '*') { '0.0.0.0' } else { $Matches['address'] }
        $name = if (($flags -band 1) -eq 1) { $Matches['host'] } else { $address }
        $ssl = Get-SslBinding -Endpoint ('{0}:{1}' -f $name, $Matches['port'])
        if ($null -ne $ssl) {
            $path = 'Cert:\LocalMachine\{0}\{1}' -f $ssl.Store, $ssl.Thumbprint
            $found = Get-Item -LiteralPath $path -ErrorAction SilentlyContinue
            $subject = if ($null -eq $found) { $null } else { [string] $found.Subject }
            $certificate = @{ thumbprint = $ssl.Thumbprint; store = $ssl.Store; subject = $subject }
        }
    }
    @{ protocol = $protocol; information = $information; sslFlags = $flags; certificate = $certificate }
}
