function Find-HostCertificate {
    <#
    .SYNOPSIS
    Finds the certificate of this machine for a binding.
    .DESCRIPTION
    With its private key, and valid now. By subject: the newest of those whose subject, or common name, is that.
    .PARAMETER Thumbprint
    40 hexadecimal digits.
    .PARAMETER Subject
    Such as CN=www.example.com or www.example.com.
    .PARAMETER Store
    The store under LocalMachine.
    .EXAMPLE
    Find-HostCertificate -Subject 'www.example.com' -Store 'My'
    .OUTPUTS
    System.Security.Cryptography.X509Certificates.X509Certificate2
    #>
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [AllowEmptyString()]
        [string] $Thumbprint,

        [AllowEmptyString()]
        [string] $Subject,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Store
    )

    $wanted = if ($Thumbprint) { "thumbprint $Thumbprint" } else { "subject $Subject" }
    $remedy = "Import it with its private key into LocalMachine\$Store, or correct it in the inventory."
    $present = @(Get-ChildItem -LiteralPath "Cert:\LocalMachine\$Store" -ErrorAction Stop)
    $named = @($present | Where-Object -FilterScript {
            if ($Thumbprint) {
                $_.Thumbprint -eq $Thumbprint
            }
            else {
                $_.Subject -eq $Subject -or @($_.Subject -split ',\s*') -contains "CN=$Subject"
            }
        })
    $now = [datetime]::Now
    $usable = @($named | Where-Object -FilterScript {
            $_.HasPrivateKey -and $_.NotAfter -gt $now -and $_.NotBefore -le $now
        } | Sort-Object -Property 'NotAfter' -Descending)
    if ($usable.Count -gt 0) {
        return $usable[0]
    }
    $found = 'no such certificate'
    if ($named.Count -gt 0) {
        $without = @($named | Where-Object -FilterScript { -not $_.HasPrivateKey }).Count
        $found = if ($without -eq $named.Count) {
            'no private key'
        }
        else {
            'valid from {0:yyyy-MM-dd} to {1:yyyy-MM-dd}' -f $named[0].NotBefore, $named[0].NotAfter
        }
    }
    throw (New-StepError -Message "The store LocalMachine\$Store has no usable certificate with $wanted." `
            -Expected 'a certificate with a private key, valid now' -Found $found -Kind 'certificate' `
            -Remedy $remedy)
}
