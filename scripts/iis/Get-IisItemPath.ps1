function Get-IisItemPath {
    <#
    .SYNOPSIS
    Gives the change path of an item of a configuration collection.
    .DESCRIPTION
    The root application of a site and the root directory of an application count as the site and the application
    themselves, as in site/Shop/physicalPath.
    .PARAMETER Parent
    The change path of what the collection belongs to.
    .PARAMETER Tag
    The name of the item's XML element.
    .PARAMETER Name
    What Get-IisItemName says.
    .EXAMPLE
    Get-IisItemPath -Parent 'site/Shop' -Tag 'application' -Name '/api'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Parent,

        [Parameter(Mandatory = $true)]
        [string] $Tag,

        [Parameter(Mandatory = $true)]
        [string] $Name
    )

    if ($Name -eq '/' -and @('application', 'virtualDirectory') -contains $Tag) {
        return $Parent
    }
    switch ($Tag) {
        'application' { return "$Parent/application$Name" }
        'virtualDirectory' { return "$Parent/virtualDirectory$Name" }
        'binding' { return "$Parent/binding/$Name" }
        default { return "$Parent/$Name" }
    }
}
