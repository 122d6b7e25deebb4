function Assert-OfflinePage {
    <#
    .SYNOPSIS
    Fails if somebody else has taken a site offline.
    .DESCRIPTION
    An app_offline.htm that iisfleet did not write is not replaced, and not removed afterwards.
    .PARAMETER Path
    The content folder.
    .EXAMPLE
    Assert-OfflinePage -Path 'C:\inetpub\shop'
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    if ((Get-OfflinePage -Path $Path) -eq 'foreign') {
        throw (New-StepError -Message "Somebody has taken $Path offline." -Kind 'offline' `
                -Expected 'no app_offline.htm, or that of iisfleet' -Found "$Path\app_offline.htm" `
                -Remedy 'Ask who put it there. When the site may be served again, delete it and deploy again.')
    }
}
