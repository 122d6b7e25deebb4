function Get-KeyPoolFact {
    <#
    .SYNOPSIS
    Tells what a pool runs as, and how many data-protection keys that account has.
    .DESCRIPTION
    A pool that is not there counts as one with an identity of its own: its SID follows from its name.
    .PARAMETER Name
    The pool.
    .PARAMETER IisInstalled
    Whether there is an IIS to ask.
    .EXAMPLE
    (Get-KeyPoolFact -Name 'Shop' -IisInstalled $true).keys.x64
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [bool] $IisInstalled
    )

    $pool = $null
    if ($IisInstalled) {
        $pool = Find-IisElement -Collection (Get-IisCollection -Kind 'pool') -Key @{ name = $Name }
    }
    $fact = @{
        name = $Name; exists = ($null -ne $pool); identity = $null; userName = $null; bitness = $null
        loadUserProfile = $null; setProfileEnvironment = $null; sid = $null
    }
    $account = "IIS AppPool\$Name"
    if ($null -ne $pool) {
        $model = $pool.GetChildElement('processModel')
        $fact.identity = [string] (ConvertTo-IisValue -Attribute $model.GetAttribute('identityType'))
        $fact.bitness = if ($pool.GetAttributeValue('enable32BitAppOnWin64')) { 32 } else { 64 }
        $fact.loadUserProfile = [bool] $model.GetAttributeValue('loadUserProfile')
        $fact.setProfileEnvironment = [bool] $model.GetAttributeValue('setProfileEnvironment')
        if ($fact.identity -eq 'SpecificUser') {
            $account = [string] $model.GetAttributeValue('userName')
            $fact.userName = $account
        }
        elseif ($fact.identity -ne 'ApplicationPoolIdentity') {
            $account = $fact.identity
        }
    }
    try {
        $fact.sid = [string] (Resolve-AccountSid -Name $account)
    }
    catch {
        # An account that is gone has no keys that anybody could read.
        $fact.sid = $null
    }
    $fact.keys = Get-KeyCount -Sid $fact.sid
    $fact
}
