function Get-IisItemName {
    <#
    .SYNOPSIS
    Gives the name by which an item of a configuration collection is told from the others.
    .DESCRIPTION
    Takes plain data (ConvertTo-IisElementState). A binding is its protocol, information and sslFlags; other items
    are known by name, path, logFieldName or value, whichever they have first. This is also the last part of a
    change path.
    .PARAMETER State
    The data of one item.
    .EXAMPLE
    Get-IisItemName -State $state.items[0]
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $State
    )

    $values = @{ sslFlags = '0' }
    foreach ($attribute in @($State.attributes)) {
        $values[$attribute.name] = $attribute.text
    }
    if ($values.ContainsKey('bindingInformation')) {
        return '{0} {1} {2}' -f $values['protocol'], $values['bindingInformation'], $values['sslFlags']
    }
    foreach ($name in @('name', 'path', 'logFieldName', 'value')) {
        if ($values.ContainsKey($name)) {
            return $values[$name]
        }
    }
    $State.tag
}
