function Remove-OfflinePage {
    <#
    .SYNOPSIS
    Takes the page of iisfleet away, patiently.
    .DESCRIPTION
    Only our own. Scanners and the web server may hold it for a moment.
    .PARAMETER Path
    The content folder.
    .EXAMPLE
    Remove-OfflinePage -Path 'C:\inetpub\shop'
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    for ($try = 1; $PSCmdlet.ShouldProcess("$Path\app_offline.htm", 'Delete'); $try++) {
        try {
            # What a crash left of writing it.
            if (Test-Path -LiteralPath "$Path\app_offline.htm.new") {
                Remove-Item -LiteralPath "$Path\app_offline.htm.new" -Force
            }
            if ((Get-OfflinePage -Path $Path) -eq 'ours') {
                Remove-Item -LiteralPath "$Path\app_offline.htm" -Force
            }
            return
        }
        catch {
            if ($try -ge 10) {
                throw
            }
        }
        Start-Sleep -Milliseconds 500
    }
}
