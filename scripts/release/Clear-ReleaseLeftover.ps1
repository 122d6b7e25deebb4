function Clear-ReleaseLeftover {
    <#
    .SYNOPSIS
    Deletes what interrupted deploys left below a site's path.
    .DESCRIPTION
    Folders ending in .partial and .removing below releases, uploads and copies of shares in incoming. All of it is
    bookkeeping: no site can use it. Returns a sentence for each that could not be deleted.
    .PARAMETER Path
    The path of the site.
    .EXAMPLE
    Clear-ReleaseLeftover -Path 'C:\inetpub\shop'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    $leftovers = @()
    if (Test-Path -LiteralPath "$Path\releases") {
        $folders = @(Get-ChildItem -LiteralPath "$Path\releases" -Directory -Force)
        $leftovers += @($folders | Where-Object -FilterScript { $_.Name -match '\.(partial|removing)$' } |
                ForEach-Object -Process { "$Path\releases\$($_.Name)" })
    }
    if (Test-Path -LiteralPath "$Path\incoming") {
        $leftovers += @(Get-ChildItem -LiteralPath "$Path\incoming" -Force |
                Where-Object -FilterScript { -not $_.PSIsContainer -or $_.Name -like '*.share' } |
                ForEach-Object -Process { "$Path\incoming\$($_.Name)" })
    }
    foreach ($leftover in $leftovers) {
        if ($PSCmdlet.ShouldProcess($leftover, 'Delete')) {
            try {
                if (Test-Path -LiteralPath $leftover -PathType Container) {
                    Remove-Tree -Path $leftover
                }
                else {
                    Remove-Item -LiteralPath $leftover -Force
                }
            }
            catch {
                '{0} is left: {1}' -f $leftover, $_.Exception.Message
            }
        }
    }
}
