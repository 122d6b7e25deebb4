function New-ShareError {
    <#
    .SYNOPSIS
    Says why a share could not be read, as whom, and what to do.
    .DESCRIPTION
    By the number that Windows gives, which is the same in every language.
    .PARAMETER Share
    The share.
    .PARAMETER Code
    Windows' error, or 0.
    .PARAMETER UserName
    As whom it was read; nothing: as the computer account.
    .PARAMETER Found
    What was found besides the account.
    .EXAMPLE
    throw (New-ShareError -Share '\\files\drop' -Code 5 -UserName '' -Found 'robocopy ended with 16')
    .OUTPUTS
    System.Management.Automation.ErrorRecord
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Share,

        [Parameter(Mandatory = $true)]
        [int] $Code,

        [AllowEmptyString()]
        [string] $UserName = '',

        [Parameter(Mandatory = $true)]
        [string] $Found
    )

    $account = if ($UserName) { $UserName } else { 'the computer account of this host' }
    $grant = 'Let the computer account of this host (DOMAIN\HOST$) read the share and its folder, or write ' +
    'username and password at share in the inventory. A remote session cannot use its own credentials on a ' +
    'third machine.'
    if ($UserName) {
        $grant = "Let $UserName read the share and its folder."
    }
    $message = "Files could not be copied from $Share."
    $remedy = 'Look into the log, then deploy again. Nothing that is live was touched.'
    switch ($Code) {
        { @(2, 3, 267) -contains $_ } {
            $message = "There is no $Share."
            $remedy = 'Correct share in the inventory, or publish to it.'
        }
        { @(51, 53, 59, 64, 67, 121, 1203, 1231, 1232) -contains $_ } {
            $message = "The share $Share cannot be reached."
            $remedy = 'See that its name is right, its server runs, and SMB (TCP 445) is open from the host.'
        }
        5 {
            $message = "The share $Share may not be read by $account."
            $remedy = $grant
        }
        { @(86, 1326, 1327, 1331, 1907, 1909) -contains $_ } {
            $message = "The share $Share refuses the login of $account."
            $remedy = 'Correct username and password at share in the inventory, or unlock the account.'
        }
        1219 {
            $message = "This session is connected to the server of $Share as somebody else."
            $remedy = 'Deploy again: a new session has no connections.'
        }
    }
    $expected = "$Share, read by $account"
    New-StepError -Message $message -Kind 'share' -Expected $expected -Found $Found -Remedy $remedy
}
