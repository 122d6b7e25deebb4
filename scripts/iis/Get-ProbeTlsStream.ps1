function Get-ProbeTlsStream {
    <#
    .SYNOPSIS
    Puts TLS over the stream of a probe.
    .DESCRIPTION
    TLS 1.2, and 1.3 where Windows has it (Server 2022 and later). The certificate is not validated: the probe
    asks this very host, often by another name than the certificate's.
    .PARAMETER Stream
    The network stream.
    .PARAMETER HostName
    The name sent as SNI.
    .EXAMPLE
    $tls = Get-ProbeTlsStream -Stream $client.GetStream() -HostName 'shop'
    .OUTPUTS
    System.Net.Security.SslStream
    #>
    [CmdletBinding()]
    [OutputType([System.Net.Security.SslStream])]
    param(
        [Parameter(Mandatory = $true)]
        [System.IO.Stream] $Stream,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $HostName
    )

    $type = [System.Security.Authentication.SslProtocols]
    $protocols = 3072
    if ([System.Environment]::OSVersion.Version.Build -ge 20348 -and
        [enum]::IsDefined($type, 12288)) {
        $protocols = 3072 -bor 12288
    }
    # The handshake is synchronous, so this runs on this thread: another would have no runspace for it.
    $accept = [System.Net.Security.RemoteCertificateValidationCallback] { $true }
    $tls = New-Object -TypeName System.Net.Security.SslStream -ArgumentList $Stream, $false, $accept
    $certificates = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509CertificateCollection
    $tls.AuthenticateAsClient($HostName, $certificates, ($protocols -as $type), $false)
    $tls
}
