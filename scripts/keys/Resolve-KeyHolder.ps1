function Resolve-KeyHolder {
    <#
    .SYNOPSIS
    Gives the SID of the account that is to reach data-protection keys.
    .DESCRIPTION
    The controller knows the SIDs of built-in identities and of pools; any other account is asked of this host.
    .PARAMETER Sid
    The account, if the controller knows it.
    .PARAMETER Account
    Its name, if not.
    .EXAMPLE
    Resolve-KeyHolder -Account 'CORP\svc-shop'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Sid = '',

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Account = ''
    )

    if ($Sid) {
        return $Sid
    }
    try {
        Resolve-AccountSid -Name $Account
    }
    catch {
        throw (New-StepError -Message "Windows does not know the account $Account." -Kind 'identity' `
                -Expected 'an account of this host or of its domain' -Found 'no such account' `
                -Remedy 'Correct pool.identity in the inventory, or make the account.')
    }
}
