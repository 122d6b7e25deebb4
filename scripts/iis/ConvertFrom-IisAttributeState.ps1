function ConvertFrom-IisAttributeState {
    <#
    .SYNOPSIS
    Gives the value that ConvertTo-IisAttributeState saved.
    .DESCRIPTION
    Text, Boolean, TimeSpan or number, as IIS wants it set.
    .PARAMETER State
    One saved attribute.
    .EXAMPLE
    ConvertFrom-IisAttributeState -State $state.attributes[0]
    .OUTPUTS
    System.Object
    #>
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $State
    )

    $text = if ($State.protected) { Unprotect-Text -Text $State.text } else { [string] $State.text }
    switch ($State.type) {
        'String' { return $text }
        'Boolean' { return [bool]::Parse($text) }
        'TimeSpan' { return [timespan]::Parse($text) }
        'Int32' { return [int] $text }
        default { return [long] $text }
    }
}
