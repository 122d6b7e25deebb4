function Get-TaskText {
    <#
    .SYNOPSIS
    Reads the text of an element below another one in the XML of a scheduled task.
    .DESCRIPTION
    By the names of the elements, whatever their namespace.
    .PARAMETER Element
    Where to begin.
    .PARAMETER Name
    The names on the way, with / between them.
    .PARAMETER Default
    What to give if there is no such element.
    .EXAMPLE
    Get-TaskText -Element $task -Name 'Settings/Priority' -Default '7'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Xml.XmlElement] $Element,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]+(/[A-Za-z]+)*$')]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Default
    )

    $path = @($Name.Split('/') | ForEach-Object -Process { '*[local-name()="{0}"]' -f $_ }) -join '/'
    $found = $Element.SelectSingleNode($path)
    if ($null -eq $found) {
        return $Default
    }
    $found.InnerText.Trim()
}
