function Read-XmlAttribute {
    <#
    .SYNOPSIS
    Reads an attribute of all elements that an XPath expression finds in a file.
    .DESCRIPTION
    Returns nothing if there is no such file. No entity and no schema is fetched.
    .PARAMETER Path
    The XML file.
    .PARAMETER XPath
    Which elements.
    .PARAMETER Name
    Which attribute of theirs.
    .EXAMPLE
    Read-XmlAttribute -Path $file -XPath '//globalModules/add' -Name 'name'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $XPath,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name
    )

    if (-not (Test-Path -LiteralPath $Path)) {
        return
    }
    $document = New-Object -TypeName System.Xml.XmlDocument
    $document.XmlResolver = $null
    $document.Load($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path))
    foreach ($element in @($document.SelectNodes($XPath))) {
        $element.GetAttribute($Name)
    }
}
