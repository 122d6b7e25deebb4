function Get-SiteCertificate {
    <#
    .SYNOPSIS
    Gives the certificates that http.sys uses for the HTTPS bindings of a site.
    .DESCRIPTION
    Thumbprint and end of validity (UTC, ISO 8601); the end is $null if the certificate is not in the store any
    more.
    .PARAMETER Binding
    Hashtables with protocol, information and sslFlags.
    .EXAMPLE
    Get-SiteCertificate -Binding @(@{ protocol = 'https'; information = '*:443:'; sslFlags = 0 })
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [object[]] $Binding
    )

    foreach ($item in @($Binding | Where-Object -FilterScript { $_.protocol -eq 'https' })) {
        if ($item.information -notmatch '^(?<address>.*):(?<port>\d+):(?<host>[^:]*)$') {
            continue
        }
        $address = if ($Matches['address'] -eq '*') { '0.0.0.0' } else { $Matches['address'] }
        $name = if (($item.sslFlags -band 1) -eq 1) { $Matches['host'] } else { $address }
        $ssl = Get-SslBinding -Endpoint ('{0}:{1}' -f $name, $Matches['port'])
        if ($null -ne $ssl) {
            $path = 'Cert:\LocalMachine\{0}\{1}' -f $ssl.Store, $ssl.Thumbprint
            $certificate = Get-Item -LiteralPath $path -ErrorAction SilentlyContinue
            $end = $null
            if ($null -ne $certificate) {
                $end = $certificate.NotAfter.ToUniversalTime().ToString('o')
            }
            @{ thumbprint = $ssl.Thumbprint; notAfter = $end }
        }
    }
}
