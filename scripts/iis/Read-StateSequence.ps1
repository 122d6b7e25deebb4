function Read-StateSequence {
    <#
    .SYNOPSIS
    Reads the sequence number of a saved state.
    .DESCRIPTION
    0 if it has none or cannot be read.
    .PARAMETER Text
    The JSON of the state.
    .EXAMPLE
    Read-StateSequence -Text '{"run":"r1","sequence":3}'
    .OUTPUTS
    System.Int64
    #>
    [CmdletBinding()]
    [OutputType([long])]
    param(
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Text
    )

    try {
        [long] (ConvertFrom-JsonEntry -Text $Text)['sequence']
    }
    catch {
        [long] 0
    }
}
