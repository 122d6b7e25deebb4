function Get-OfflinePage {
    <#
    .SYNOPSIS
    Tells whether a content folder has an app_offline.htm, and whose it is.
    .DESCRIPTION
    none, ours or foreign. That of iisfleet ends with a comment that says so.
    .PARAMETER Path
    The content folder.
    .EXAMPLE
    Get-OfflinePage -Path 'C:\inetpub\shop'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    $text = Read-TextFile -Path "$Path\app_offline.htm"
    if ($null -eq $text) {
        return 'none'
    }
    if ($text.Contains('<!-- iisfleet: run ')) { 'ours' } else { 'foreign' }
}
