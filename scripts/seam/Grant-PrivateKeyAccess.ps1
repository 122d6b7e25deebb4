function Grant-PrivateKeyAccess {
    <#
    .SYNOPSIS
    Lets an account read the private key of a certificate of this machine.
    .DESCRIPTION
    Finds the file of the key, which lies elsewhere for a CNG key than for a CSP key, and adds read access.
    Returns $true if the account had none yet; with -WhatIf the same, and nothing is granted.
    .PARAMETER Thumbprint
    40 hexadecimal digits.
    .PARAMETER Store
    The store under LocalMachine, such as My or WebHosting.
    .PARAMETER Sid
    The account.
    .EXAMPLE
    Grant-PrivateKeyAccess -Thumbprint $thumbprint -Store 'My' -Sid 'S-1-5-20'
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[0-9A-Fa-f]{40}$')]
        [string] $Thumbprint,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Store,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^S-1-')]
        [string] $Sid
    )

    $certificate = Get-Item -LiteralPath "Cert:\LocalMachine\$Store\$Thumbprint" -ErrorAction Stop
    $extensions = [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]
    $key = $extensions::GetRSAPrivateKey($certificate)
    if ($null -eq $key) {
        $extensions = [System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]
        $key = $extensions::GetECDsaPrivateKey($certificate)
    }
    $name = if ($null -eq $key) {
        $null
    }
    elseif ($null -ne $key.PSObject.Properties['CspKeyContainerInfo']) {
        $key.CspKeyContainerInfo.UniqueKeyContainerName
    }
    else {
        $key.Key.UniqueName
    }
    $file = $null
    if ($name) {
        $folders = 'Keys', 'SystemKeys', 'RSA\MachineKeys'
        $candidates = @($folders | ForEach-Object -Process { "$env:ProgramData\Microsoft\Crypto\$_\$name" })
        $file = $candidates | Where-Object -FilterScript { Test-Path -LiteralPath $_ } | Select-Object -First 1
    }
    if (-not $file) {
        throw (New-StepError -Message "The private key of certificate $Thumbprint is not a file of this machine." `
                -Expected 'a CNG or CSP machine key' -Found 'no key file' -Kind 'certificate' `
                -Remedy 'Import the certificate into LocalMachine with its private key, as a machine key.')
    }
    $type = [System.Security.Principal.SecurityIdentifier]
    $granted = @((Get-Acl -LiteralPath $file).GetAccessRules($true, $true, $type) | Where-Object -FilterScript {
            $_.IdentityReference.Value -eq $Sid -and "$($_.AccessControlType)" -eq 'Allow' -and
            ([int] $_.FileSystemRights -band 1) -eq 1
        })
    if ($granted.Count -gt 0) {
        return $false
    }
    if ($PSCmdlet.ShouldProcess("private key of $Thumbprint", "Let $Sid read it")) {
        $null = Invoke-Native -FilePath 'icacls.exe' -ArgumentList @($file, '/grant', "*${Sid}:(R)", '/Q')
    }
    $true
}
