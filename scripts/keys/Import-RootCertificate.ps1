function Import-RootCertificate {
    <#
    .SYNOPSIS
    Puts a certificate, without its key, among the trusted roots of this machine.
    .DESCRIPTION
    By way of a file in the protected folder of iisfleet, which is deleted at the end.
    .PARAMETER Certificate
    An X509Certificate2.
    .EXAMPLE
    Import-RootCertificate -Certificate (Get-KeyCertificate -Store 'My' -Thumbprint $thumbprint)
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Certificate
    )

    if (-not $PSCmdlet.ShouldProcess('LocalMachine\Root', "Trust $($Certificate.Thumbprint)")) {
        return
    }
    $file = '{0}\{1}.cer' -f (Initialize-HostFolder -Name 'incoming'), $Certificate.Thumbprint.ToLowerInvariant()
    $path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($file)
    try {
        [System.IO.File]::WriteAllBytes($path, [byte[]] $Certificate.RawData)
        $null = Import-Certificate -FilePath $file -CertStoreLocation 'Cert:\LocalMachine\Root'
    }
    finally {
        Remove-Item -LiteralPath $file -Force -ErrorAction SilentlyContinue
    }
}
