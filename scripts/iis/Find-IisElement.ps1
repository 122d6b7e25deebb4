function Find-IisElement {
    <#
    .SYNOPSIS
    Finds the item of a configuration collection that has given attributes.
    .DESCRIPTION
    Compares as IIS does, ignoring case. Returns nothing if there is none.
    .PARAMETER Collection
    A ConfigurationElementCollection.
    .PARAMETER Key
    Attribute names and their values.
    .EXAMPLE
    Find-IisElement -Collection (Get-IisCollection -Kind 'pool') -Key @{ name = 'Shop' }
    .OUTPUTS
    Microsoft.Web.Administration.ConfigurationElement
    #>
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Collection,

        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Key
    )

    foreach ($element in $Collection) {
        $different = @($Key.Keys | Where-Object -FilterScript {
                [string] $element.GetAttributeValue($_) -ne [string] $Key[$_]
            })
        if ($different.Count -eq 0) {
            return $element
        }
    }
}
