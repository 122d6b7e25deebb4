function Clear-ReleaseLeftover {
    <#
    .SYNOPSIS
    Deletes what interrupted deploys left below a site's path.
    .DESCRIPTION
    Folders ending in .partial and .removing below releases, uploads and copies of shares in incoming. All of it is
    bookkeeping: no site can use it. A junction among them is removed as a link; where releases or incoming is one
    itself, it leads to what is not ours, and nothing there is touched. Returns a sentence for each that is left.
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

    $patterns = @{ releases = '\.(partial|removing)$'; incoming = '\.share$' }
    foreach ($name in @('releases', 'incoming')) {
        $folder = Get-Item -LiteralPath "$Path\$name" -Force -ErrorAction SilentlyContinue
        if ($null -eq $folder) {
            continue
        }
        if (Test-ReparsePoint -Item $folder) {
            "$Path\$name is a junction or link: what interrupted deploys left there stays."
            continue
        }
        $leftovers = @(Get-ChildItem -LiteralPath "$Path\$name" -Force | Where-Object -FilterScript {
                if ($_.PSIsContainer) { $_.Name -match $patterns[$name] } else { $name -eq 'incoming' }
            })
        foreach ($leftover in $leftovers) {
            $left = "$Path\$name\$($leftover.Name)"
            if (-not $PSCmdlet.ShouldProcess($left, 'Delete')) {
                continue
            }
            try {
                if ($leftover.PSIsContainer) {
                    Remove-Tree -Path $left
                }
                else {
                    Remove-Item -LiteralPath $left -Force
                }
            }
            catch {
                '{0} is left: {1}' -f $left, $_.Exception.Message
            }
        }
    }
}
