function Import-KeyCertificate {
    <#
    .SYNOPSIS
    Puts the certificate that encrypts shared data-protection keys onto this host.
    .DESCRIPTION
    With its private key into LocalMachine, as a machine key that cannot be exported; the account of the pool may
    read the key. A self-signed one goes among the trusted roots too, without its key. What is there already stays.
    The PFX file is deleted at the end, in any case. Importing fails in an NTLM session, which has no key of DPAPI:
    run this in a job.
    .PARAMETER File
    The PFX file on this host; it may be missing if the certificate is there, or with -WhatIf.
    .PARAMETER Thumbprint
    40 hexadecimal digits.
    .PARAMETER Password
    Of the PFX file.
    .PARAMETER Store
    The store under LocalMachine.
    .PARAMETER TrustedRoot
    Puts the certificate into the store Root as well.
    .PARAMETER Sid
    The account of the pool, if the controller knows it.
    .PARAMETER Account
    Its name, if not.
    .EXAMPLE
    Import-KeyCertificate -File $file -Thumbprint $thumbprint -Password $password -Sid 'S-1-5-20'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowNull()]
        [AllowEmptyString()]
        [string] $File = '',

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[0-9A-Fa-f]{40}$')]
        [string] $Thumbprint,

        [AllowNull()]
        [securestring] $Password,

        [ValidateNotNullOrEmpty()]
        [string] $Store = 'My',

        [bool] $TrustedRoot = $false,

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Sid = '',

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Account = ''
    )

    $holder = Resolve-KeyHolder -Sid $Sid -Account $Account
    $name = $Thumbprint.ToLowerInvariant()
    $changes = @()
    try {
        $certificate = Get-KeyCertificate -Store $Store -Thumbprint $Thumbprint
        if ($null -eq $certificate -or -not $certificate.HasPrivateKey) {
            $before = if ($null -eq $certificate) { $null } else { 'without its private key' }
            if (-not $File) {
                throw (New-StepError -Message "This host has no private key for certificate $name." `
                        -Kind 'certificate' -Expected "the certificate with its key in LocalMachine\$Store" `
                        -Found "$(if ($before) { $before } else { 'no such certificate' })" `
                        -Remedy 'Import it on the host, or name pfx and password in the inventory.')
            }
            if ($PSCmdlet.ShouldProcess("LocalMachine\$Store", "Import $File")) {
                $import = @{ File = $File; Password = $Password; Store = $Store; Thumbprint = $Thumbprint }
                $certificate = Import-KeyFile @import
            }
            $changes += New-Change -Path "certificate/$Store/$name" -Before $before -After 'present'
        }
        $isNew = $changes.Count -gt 0
        # SYSTEM reads every key; before the import, nobody else does.
        if ($holder -ne 'S-1-5-18') {
            $grant = @{ Thumbprint = $Thumbprint; Store = $Store; Sid = $holder }
            if (($isNew -and $WhatIfPreference) -or (Grant-PrivateKeyAccess @grant -WhatIf:$WhatIfPreference)) {
                $changes += New-Change -Path "key/$name/$holder" -Before $null -After 'read'
            }
        }
        if ($TrustedRoot -and $null -eq (Get-KeyCertificate -Store 'Root' -Thumbprint $Thumbprint)) {
            # In a plan there may be no certificate yet.
            if ($null -ne $certificate) {
                Import-RootCertificate -Certificate $certificate -WhatIf:$WhatIfPreference
            }
            $changes += New-Change -Path "certificate/Root/$name" -Before $null -After 'present'
        }
    }
    finally {
        if ($File -and -not $WhatIfPreference -and (Test-Path -LiteralPath $File)) {
            Remove-Item -LiteralPath $File -Force
        }
    }
    New-StepResult -Change $changes
}
