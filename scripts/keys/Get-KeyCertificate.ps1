function Get-KeyCertificate {
    <#
    .SYNOPSIS
    Gets a certificate of this machine, or nothing.
    .DESCRIPTION
    Absence is an answer, not an error. A store that Windows has not made yet has no certificates.
    .PARAMETER Store
    The store under LocalMachine.
    .PARAMETER Thumbprint
    40 hexadecimal digits.
    .EXAMPLE
    Get-KeyCertificate -Store 'My' -Thumbprint $thumbprint
    .OUTPUTS
    System.Security.Cryptography.X509Certificates.X509Certificate2
    #>
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Store,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[0-9A-Fa-f]{40}$')]
        [string] $Thumbprint
    )

    $path = "Cert:\LocalMachine\$Store\$Thumbprint"
    if (Test-Path -LiteralPath $path) {
        Get-Item -LiteralPath $path
    }
}
