function Test-SiteOfWas {
    <#
    .SYNOPSIS
    Tells whether a site is run by WAS, and not by the service of FTP alone.
    .DESCRIPTION
    WAS knows no site whose bindings are all of the protocol ftp: its state cannot be read (0x800710D8), and no
    restart of IIS touches it.
    .PARAMETER Site
    The element of the site.
    .EXAMPLE
    Test-SiteOfWas -Site $element
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Site
    )

    $protocols = @($Site.GetCollection('bindings') | ForEach-Object -Process {
            [string] $_.GetAttributeValue('protocol')
        })
    $protocols.Count -eq 0 -or @($protocols | Where-Object -FilterScript { $_ -ne 'ftp' }).Count -gt 0
}
