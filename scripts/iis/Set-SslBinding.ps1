function Set-SslBinding {
    <#
    .SYNOPSIS
    Gives http.sys the certificate of an HTTPS binding.
    .DESCRIPTION
    By host name with SNI, else by address and port. Runs before the commit that adds the binding, so that a
    request never meets a port without a certificate. Changes http.sys only if it has another one.
    .PARAMETER Address
    The address of the binding; * means every one.
    .PARAMETER Port
    Its port.
    .PARAMETER HostName
    Its host name; needed with Sni.
    .PARAMETER Sni
    Chooses the certificate by host name.
    .PARAMETER Thumbprint
    The certificate, by thumbprint.
    .PARAMETER Subject
    The certificate, by subject: the newest valid one.
    .PARAMETER Store
    The store under LocalMachine.
    .PARAMETER PoolSid
    The SID of an account that may read the private key; empty grants nothing.
    .EXAMPLE
    Set-SslBinding -Address '*' -Port 443 -HostName 'www.example.com' -Sni $true -Subject 'www.example.com'
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [ValidateNotNullOrEmpty()]
        [string] $Address = '*',

        [Parameter(Mandatory = $true)]
        [ValidateRange(1, 65535)]
        [int] $Port,

        [AllowEmptyString()]
        [string] $HostName,

        [bool] $Sni = $false,

        [AllowEmptyString()]
        [string] $Thumbprint,

        [AllowEmptyString()]
        [string] $Subject,

        [ValidateNotNullOrEmpty()]
        [string] $Store = 'My',

        [AllowEmptyString()]
        [string] $PoolSid
    )

    if ([bool] $Thumbprint -eq [bool] $Subject -or ($Sni -and -not $HostName)) {
        throw (New-StepError -Message "The HTTPS binding of port $Port is not complete." -Kind 'input' `
                -Expected 'a thumbprint or a subject, and a host name with SNI' -Found 'other parameters' `
                -Remedy 'Correct the binding in the inventory.')
    }
    $listener = if ($Sni) { $HostName } elseif ($Address -eq '*') { '0.0.0.0' } else { $Address }
    $endpoint = "${listener}:$Port"
    $certificate = Find-HostCertificate -Thumbprint $Thumbprint -Subject $Subject -Store $Store
    $binding = Get-SslBinding -Endpoint $endpoint
    $before = if ($null -eq $binding) { $null } else { $binding.Thumbprint }
    $after = $certificate.Thumbprint.ToLowerInvariant()
    $changes = @()
    if ($before -ne $after -or $binding.Store -ne $Store) {
        $changes += New-Change -Path "sslcert/$endpoint" -Before $before -After $after
        if ($PSCmdlet.ShouldProcess("http.sys $endpoint", "Use certificate $after")) {
            Write-SslBinding -Endpoint $endpoint -Thumbprint $after -Store $Store
            $written = Get-SslBinding -Endpoint $endpoint
            if ($null -eq $written -or $written.Thumbprint -ne $after) {
                $found = if ($null -ne $written) { $written.Thumbprint } else { 'none' }
                throw (New-StepError -Message "http.sys did not take the certificate for $endpoint." `
                        -Expected $after -Found $found -Kind 'certificate' `
                        -Remedy "Look at: netsh http show sslcert $(Get-SslSelector -Endpoint $endpoint)")
            }
        }
    }
    if ($PoolSid -and (Grant-PrivateKeyAccess -Thumbprint $after -Store $Store -Sid $PoolSid)) {
        $changes += New-Change -Path "key/$after/$PoolSid" -Before $null -After 'read'
    }
    New-StepResult -Change $changes -Data @{ endpoint = $endpoint; thumbprint = $after }
}
