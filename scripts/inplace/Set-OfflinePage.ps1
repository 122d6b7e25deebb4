function Set-OfflinePage {
    <#
    .SYNOPSIS
    Puts the page of iisfleet into a content folder, whole or not at all.
    .DESCRIPTION
    While app_offline.htm is there the ASP.NET Core Module ends the application and answers with it. One that
    somebody else has put there is not replaced.
    .PARAMETER Path
    The content folder.
    .PARAMETER Text
    The page.
    .PARAMETER Run
    The id of the run, which is written below the page: so it is known as ours.
    .EXAMPLE
    Set-OfflinePage -Path 'C:\inetpub\shop' -Text $html -Run 'r1'
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [AllowEmptyString()]
        [string] $Text = '',

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Run
    )

    Assert-OfflinePage -Path $Path
    if ((Get-OfflinePage -Path $Path) -eq 'ours' -or -not (Test-Path -LiteralPath $Path)) {
        return
    }
    if (-not $Text) {
        $Text = '<!DOCTYPE html><html><head><title>Back soon</title></head><body>Back soon.</body></html>'
    }
    if ($PSCmdlet.ShouldProcess("$Path\app_offline.htm", 'Write')) {
        Write-TextFile -Path "$Path\app_offline.htm" -Text "$Text`n<!-- iisfleet: run $Run -->`n"
    }
}
