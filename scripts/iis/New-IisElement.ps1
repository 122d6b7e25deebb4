function New-IisElement {
    <#
    .SYNOPSIS
    Adds an item to a collection of the draft.
    .DESCRIPTION
    Key attributes are set before the item is added, because IIS refuses an item without them.
    .PARAMETER Collection
    A ConfigurationElementCollection.
    .PARAMETER Tag
    The name of the XML element, such as add, site, binding.
    .PARAMETER Attribute
    The attributes to begin with.
    .EXAMPLE
    $pool = New-IisElement -Collection $pools -Tag 'add' -Attribute @{ name = 'Shop' }
    .OUTPUTS
    Microsoft.Web.Administration.ConfigurationElement
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Collection,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Tag,

        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Attribute
    )

    $element = $Collection.CreateElement($Tag)
    foreach ($name in $Attribute.Keys) {
        $element.SetAttributeValue($name, $Attribute[$name])
    }
    $null = $Collection.Add($element)
    $element
}
