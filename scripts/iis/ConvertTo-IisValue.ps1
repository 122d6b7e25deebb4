function ConvertTo-IisValue {
    <#
    .SYNOPSIS
    Gives the value of a configuration attribute as it stands in a change.
    .DESCRIPTION
    A time as text, an enumeration by its name, an empty text as $null; anything else as it is.
    .PARAMETER Attribute
    A ConfigurationAttribute.
    .EXAMPLE
    ConvertTo-IisValue -Attribute $pool.GetAttribute('startMode')
    .OUTPUTS
    System.Object
    #>
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Attribute
    )

    $value = $Attribute.Value
    if ($value -is [timespan]) {
        return $value.ToString()
    }
    if ($value -is [string]) {
        if ($value -eq '') {
            return $null
        }
        return $value
    }
    if ($Attribute.Schema.Type -eq 'enum') {
        foreach ($entry in $Attribute.Schema.GetEnumValues()) {
            if ($entry.Value -eq $value) {
                return $entry.Name
            }
        }
    }
    $value
}
