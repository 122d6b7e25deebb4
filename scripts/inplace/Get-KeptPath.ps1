function Get-KeptPath {
    <#
    .SYNOPSIS
    Lists what of a content no publish may touch.
    .DESCRIPTION
    Relative paths: what is preserved, and the folders of other sites and applications. An adopted release was kept
    without the files of virtual directories: for it, those too.
    .PARAMETER Content
    The content.
    .PARAMETER Preserve
    Relative paths that no publish touches.
    .PARAMETER Release
    The id of the release that is published, if one is.
    .EXAMPLE
    $kept = Get-KeptPath -Content 'C:\inetpub\shop' -Preserve @('App_Data')
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Content,

        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Preserve = @(),

        [AllowEmptyString()]
        [string] $Release = ''
    )

    @($Preserve | Where-Object -FilterScript { $_ })
    $others = Get-OtherFolder -Content $Content -Preserve $Preserve -Application:($Release -notlike 'adopted-*')
    $others | ForEach-Object -Process { $_.Path }
}
