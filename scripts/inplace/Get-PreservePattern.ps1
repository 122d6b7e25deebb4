function Get-PreservePattern {
    <#
    .SYNOPSIS
    Gives the regular expression of the paths in a content folder that no publish may touch.
    .DESCRIPTION
    For relative paths with /: what the inventory preserves and all below it, the page of iisfleet, and whatever
    is called *.iisfleet: the store of another site, or a file that is just being replaced.
    .PARAMETER Preserve
    Relative paths.
    .EXAMPLE
    'App_Data/x.db' -match (Get-PreservePattern -Preserve @('App_Data'))
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Preserve = @()
    )

    $paths = @($Preserve | Where-Object -FilterScript { $_ } |
            ForEach-Object -Process { [regex]::Escape($_.Replace('\', '/').Trim('/')) })
    $ours = '^app_offline\.htm(\.new)?$', '(^|/)[^/]+\.iisfleet(/|$)'
    if ($paths.Count -gt 0) {
        $ours += '^({0})(/|$)' -f ($paths -join '|')
    }
    $ours -join '|'
}
