function Resolve-AccountSid {
    <#
    .SYNOPSIS
    Gives the SID of an account as text.
    .DESCRIPTION
    The account of an application pool is computed (S-1-5-82 and the SHA-1 of its lower-case name in UTF-16),
    because a plan asks for it before the pool exists and Windows does not resolve a fresh pool at once. Any other
    name is asked of Windows, a few times, since a new account may not be known yet.
    .PARAMETER Name
    Such as 'IIS AppPool\Shop', 'DOMAIN\svc-shop', 'NetworkService', or a SID, which is given back.
    .EXAMPLE
    Resolve-AccountSid -Name 'IIS AppPool\Shop'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name
    )

    $wellKnown = @{ LocalSystem = 'S-1-5-18'; LocalService = 'S-1-5-19'; NetworkService = 'S-1-5-20' }
    if ($Name -like 'S-1-*') {
        return $Name
    }
    if ($wellKnown.ContainsKey($Name)) {
        return $wellKnown[$Name]
    }
    if ($Name -match '^IIS AppPool\\(?<pool>.+)$') {
        $bytes = [System.Text.Encoding]::Unicode.GetBytes($Matches['pool'].ToLowerInvariant())
        $sha1 = [System.Security.Cryptography.SHA1]::Create()
        try {
            $hash = $sha1.ComputeHash($bytes)
        }
        finally {
            $sha1.Dispose()
        }
        $parts = 0, 4, 8, 12, 16 | ForEach-Object -Process { [System.BitConverter]::ToUInt32($hash, $_) }
        return 'S-1-5-82-{0}' -f ($parts -join '-')
    }
    $qualified = if ($Name.StartsWith('.\')) { '{0}\{1}' -f $env:COMPUTERNAME, $Name.Substring(2) } else { $Name }
    $account = New-Object -TypeName System.Security.Principal.NTAccount -ArgumentList $qualified
    for ($attempt = 1; ; $attempt++) {
        try {
            return $account.Translate([System.Security.Principal.SecurityIdentifier]).Value
        }
        catch [System.Security.Principal.IdentityNotMappedException] {
            if ($attempt -ge 3) {
                throw (New-StepError -Message "The account $Name is not known on this host." -Kind 'identity' `
                        -Expected 'a local or domain account' -Found 'no SID' `
                        -Remedy 'Correct pool.identity in the inventory, or create the account.')
            }
            Start-Sleep -Seconds 1
        }
    }
}
