function Get-ExtraFile {
    <#
    .SYNOPSIS
    Lists the files in a content folder that no release has put there.
    .DESCRIPTION
    Files: those that the current release does not name; all if there is none. Preserved paths are left out.
    Links: junctions, which stay. Stays: folders from before the site was published in place, which stay too,
    whoever's data is in them.
    .PARAMETER Target
    The target.
    .PARAMETER Content
    The folder that is served.
    .PARAMETER Store
    The folder of its releases.
    .PARAMETER Preserve
    Relative paths that no publish touches, from Get-KeptPath.
    .EXAMPLE
    (Get-ExtraFile -Target 'Shop' -Content 'C:\inetpub\shop' -Store 'C:\inetpub\shop.iisfleet').Files
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Content,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Store,

        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Preserve = @()
    )

    $live = Get-LiveContent -Target $Target -Content $Content -Store $Store -Preserve $Preserve
    $named = [string[]] @(if ($live.Release) { $live.Names })
    $preserved = Get-PreservePattern -Preserve $Preserve
    $stays = [string[]] @(Get-SwitchFolder -Content $Content -Name $named |
            Where-Object -FilterScript { $_ -notmatch $preserved })
    $others = @(Get-OtherFolder -Content $Content -Preserve $Preserve | Select-Object -ExpandProperty 'Path')
    $all = Get-LiveFile -Path $Content -Except (Get-PreservePattern -Preserve (@($Preserve) + $stays + $others))
    $known = New-Object -TypeName 'System.Collections.Generic.HashSet[string]' `
        -ArgumentList ([System.StringComparer]::OrdinalIgnoreCase)
    foreach ($name in $named) {
        $null = $known.Add($name)
    }
    $files = [string[]] @($all.Files | Where-Object -FilterScript { -not $known.Contains($_) })
    [PSCustomObject]@{ Files = $files; Links = $all.Links; Stays = $stays }
}
