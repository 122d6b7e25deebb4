function ConvertFrom-JsonEntry {
    <#
    .SYNOPSIS
    Turns one JSON object into a hashtable.
    .DESCRIPTION
    PowerShell 7 makes dates of texts that look like one, 5.1 does not: here a time stays the text that was
    written. Throws if the text is not a JSON object.
    .PARAMETER Text
    The JSON.
    .EXAMPLE
    (ConvertFrom-JsonEntry -Text '{"run":"r1"}').run
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Text
    )

    $parsed = if ($Text.Trim().StartsWith('{')) { ConvertFrom-Json -InputObject $Text } else { $null }
    if ($null -eq $parsed) {
        throw 'This is not a JSON object.'
    }
    $entry = @{}
    foreach ($property in $parsed.PSObject.Properties) {
        $value = $property.Value
        if ($value -is [datetime]) {
            $value = $value.ToUniversalTime().ToString('o')
        }
        $entry[$property.Name] = $value
    }
    $entry
}
