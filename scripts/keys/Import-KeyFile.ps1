function Import-KeyFile {
    <#
    .SYNOPSIS
    Imports a PFX file into a store of this machine, and gives the certificate.
    .DESCRIPTION
    As a machine key that cannot be exported. The certificate must be the one that was expected.
    .PARAMETER File
    The PFX file.
    .PARAMETER Password
    Of the file.
    .PARAMETER Store
    The store under LocalMachine.
    .PARAMETER Thumbprint
    What must be in the file.
    .EXAMPLE
    Import-KeyFile -File $file -Password $password -Store 'My' -Thumbprint $thumbprint
    .OUTPUTS
    System.Security.Cryptography.X509Certificates.X509Certificate2
    #>
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $File,

        [AllowNull()]
        [securestring] $Password,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Store,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[0-9A-Fa-f]{40}$')]
        [string] $Thumbprint
    )

    $failure = @{ Kind = 'certificate'; Expected = "a PFX file with certificate $Thumbprint and its private key" }
    if (-not (Test-Path -LiteralPath $File)) {
        $failure.Found = 'no such file'
        throw (New-StepError -Message "The PFX file $File is not on this host." @failure `
                -Remedy 'Run invoke provision-keys again: it sends the file anew.')
    }
    try {
        $import = @{ FilePath = $File; CertStoreLocation = "Cert:\LocalMachine\$Store" }
        if ($null -ne $Password) {
            $import['Password'] = $Password
        }
        $null = Import-PfxCertificate @import -ErrorAction Stop
    }
    catch {
        $failure.Found = $_.Exception.Message
        throw (New-StepError -Message "Windows does not import the PFX file $File." @failure `
                -Remedy ('Check the password. Windows Server 2016 reads no PFX file that is encrypted with AES: ' +
                    'export it with TripleDES-SHA1.'))
    }
    $certificate = Get-KeyCertificate -Store $Store -Thumbprint $Thumbprint
    if ($null -eq $certificate -or -not $certificate.HasPrivateKey) {
        $failure.Found = 'another certificate, or one without its key'
        throw (New-StepError -Message "The PFX file does not hold certificate $Thumbprint." @failure `
                -Remedy 'Correct pfx or thumbprint in the inventory; what was imported stays in the store.')
    }
    $certificate
}
