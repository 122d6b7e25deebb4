function Set-IisSavedItem {
    <#
    .SYNOPSIS
    Makes an item of a collection of the draft what was saved, and returns the changes.
    .DESCRIPTION
    A missing item is made; of one that is there only what differs is touched.
    .PARAMETER Collection
    A ConfigurationElementCollection.
    .PARAMETER Key
    By what the item is found, as for Find-IisElement.
    .PARAMETER State
    What ConvertTo-IisElementState saved.
    .PARAMETER Path
    The change path of the item.
    .EXAMPLE
    Set-IisSavedItem -Collection $pools -Key @{ name = 'Shop' } -State $saved.element -Path 'pool/Shop'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Collection,

        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Key,

        [Parameter(Mandatory = $true)]
        [object] $State,

        [Parameter(Mandatory = $true)]
        [string] $Path
    )

    $element = Find-IisElement -Collection $Collection -Key $Key
    if ($null -ne $element) {
        Set-IisElementState -Element $element -State $State -Path $Path
        return
    }
    $element = $Collection.CreateElement($State.tag)
    $null = @(Set-IisElementState -Element $element -State $State -Path $Path)
    $null = $Collection.Add($element)
    New-Change -Path $Path -Before $null -After 'present'
}
