function Get-KeptPath {
    <#
    .SYNOPSIS
    Lists what of a content no publish may touch.
    .DESCRIPTION
    Relative paths: what is preserved, and the folders that IIS serves as something else.
    .PARAMETER Content
    The content.
    .PARAMETER Preserve
    Relative paths that no publish touches.
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
        [string[]] $Preserve = @()
    )

    @($Preserve | Where-Object -FilterScript { $_ })
    Get-OtherFolder -Content $Content -Preserve $Preserve | ForEach-Object -Process { $_.Path }
}
