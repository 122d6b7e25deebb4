function Get-InstallerFault {
    <#
    .SYNOPSIS
    Gives the error of a file that is not the installer it should be, or $null.
    .DESCRIPTION
    Hash first: it is cheaper, and names another file even if that is well signed.
    .PARAMETER File
    The file.
    .PARAMETER Sha256
    Its hash; empty: not compared.
    .PARAMETER Signer
    The organisation in the certificate of its signature.
    .EXAMPLE
    Get-InstallerFault -File $file -Sha256 $hash -Signer 'Microsoft Corporation'
    .OUTPUTS
    System.Management.Automation.ErrorRecord
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $File,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Sha256,

        [Parameter(Mandatory = $true)]
        [string] $Signer
    )

    if ($Sha256) {
        $hash = Get-ContentHash -Path $File
        if ($hash -ne $Sha256) {
            return New-StepError -Message "$File is another file than it should be." -Kind 'package' `
                -Expected "SHA-256 $Sha256" -Found $hash `
                -Remedy 'Run again. If it stays so, correct the inventory.'
        }
    }
    $signature = Get-AuthenticodeSignature -LiteralPath $File
    $subject = ''
    $names = @()
    if ($null -ne $signature.SignerCertificate) {
        $subject = $signature.SignerCertificate.Subject
        $type = 'System.Security.Cryptography.X509Certificates.X500DistinguishedName'
        # One name a line, so that O= within another name does not count.
        $names = @((New-Object -TypeName $type -ArgumentList $subject).Format($true) -split "`r?`n")
    }
    if ("$($signature.Status)" -eq 'Valid' -and ($names -contains "O=$Signer")) {
        return $null
    }
    New-StepError -Message "The signature of $File is not what it should be." -Kind 'package' `
        -Expected "a valid signature of $Signer" -Found "$($signature.Status) $subject".Trim() `
        -Remedy 'Download the installer again from its publisher.'
}
