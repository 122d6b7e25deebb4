function ConvertFrom-Secret {
    <#
    .SYNOPSIS
    Gives the text of a value that may be a secret.
    .DESCRIPTION
    A SecureString is revealed; anything else is returned as text. The text goes straight to the API that needs it:
    never into a result, a message or a command line.
    .PARAMETER Value
    A SecureString, a string or $null.
    .EXAMPLE
    ConvertFrom-Secret -Value $Secrets['pool/Shop/password']
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [AllowNull()]
        [object] $Value
    )

    if ($Value -is [System.Security.SecureString]) {
        return (New-Object -TypeName System.Net.NetworkCredential -ArgumentList '', $Value).Password
    }
    [string] $Value
}
