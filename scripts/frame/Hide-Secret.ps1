function Hide-Secret {
    <#
    .SYNOPSIS
    Masks the secrets of this script in a text that leaves it.
    .DESCRIPTION
    The net under everything that must not tell a secret: an exception of a foreign API may quote its arguments.
    Values shorter than four characters stand in ordinary words and are left.
    .PARAMETER Text
    The text.
    .PARAMETER Secret
    The secrets, by name.
    .PARAMETER Json
    The text is JSON: a secret stands there with its escapes, and one that is a word of the result lines is left.
    .EXAMPLE
    Hide-Secret -Text $message -Secret $Secrets
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Text,

        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Secret,

        [switch] $Json
    )

    $words = 'step phase target status changes data warnings seconds error message expected found remedy kind ' +
        'path before after changed failed skipped true false null ' +
        'starting updating publishing verifying finishing reverting'
    foreach ($value in @($Secret.Values | ForEach-Object -Process { ConvertFrom-Secret -Value $_ })) {
        if ($value.Length -lt 4) {
            continue
        }
        if ($Json) {
            $quoted = ConvertTo-Json -InputObject $value -Compress
            $value = $quoted.Substring(1, $quoted.Length - 2)
            if ($words.Contains($value)) {
                continue
            }
        }
        $Text = $Text.Replace($value, '***')
    }
    $Text
}
