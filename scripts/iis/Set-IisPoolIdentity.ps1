function Set-IisPoolIdentity {
    <#
    .SYNOPSIS
    Gives a pool of the draft its account, and returns the changes.
    .DESCRIPTION
    Type, user and password together. Accounts other than SpecificUser, and gMSA (name$), have no password: one
    that stands there is taken away. Without a password the present one stays, if the user stays.
    .PARAMETER Pool
    The element of the pool.
    .PARAMETER Name
    The name of the pool.
    .PARAMETER Identity
    The identity type.
    .PARAMETER UserName
    The account of SpecificUser.
    .PARAMETER Password
    Its password, a SecureString or a string.
    .EXAMPLE
    Set-IisPoolIdentity -Pool $pool -Name 'Shop' -Identity 'NetworkService'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingUsernameAndPasswordParams', '')]
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Pool,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Identity,

        [AllowEmptyString()]
        [string] $UserName,

        [AllowNull()]
        [object] $Password
    )

    $path = "pool/$Name/processModel"
    $model = $Pool.GetChildElement('processModel')
    $secret = ConvertFrom-Secret -Value $Password
    $user = $null
    if ($Identity -eq 'SpecificUser') {
        if (-not $UserName) {
            throw (New-StepError -Message "The pool $Name needs the name of its account." -Kind 'identity' `
                    -Expected 'UserName with SpecificUser' -Found 'none' `
                    -Remedy 'Set pool.identity in the inventory.')
        }
        $user = $UserName
        $isManaged = $UserName.EndsWith('$')
        $sameUser = [string] $model.GetAttributeValue('userName') -eq $UserName
        $present = [string] $model.GetAttributeValue('password')
        if ($isManaged) {
            $secret = ''
        }
        elseif (-not $secret) {
            if (-not $sameUser -or -not $present) {
                throw (New-StepError -Message "The pool $Name needs the password of $UserName." -Kind 'identity' `
                        -Expected 'a password, or a gMSA whose name ends with $' -Found 'none' `
                        -Remedy 'Set pool.password in the inventory, as a !secret.')
            }
            $secret = $present
        }
    }
    else {
        $secret = ''
    }
    Set-IisAttribute -Element $model -Name 'identityType' -Value $Identity -Path "$path/identityType"
    Set-IisAttribute -Element $model -Name 'userName' -Value $user -Path "$path/userName"
    $value = if ($secret) { $secret } else { $null }
    Set-IisAttribute -Element $model -Name 'password' -Value $value -Path "$path/password" -Exact -Secret
}
