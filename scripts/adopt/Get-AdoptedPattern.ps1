function Get-AdoptedPattern {
    <#
    .SYNOPSIS
    Gives the regular expression of the paths in a content that do not become part of its release.
    .DESCRIPTION
    What is preserved, what IIS serves as something else, and the store where it lies in the content itself.
    .PARAMETER Path
    The store.
    .PARAMETER Content
    The content.
    .PARAMETER Preserve
    Relative paths.
    .EXAMPLE
    Get-AdoptedPattern -Path 'C:\inetpub\shop' -Content 'C:\inetpub\shop'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Content,

        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Preserve = @()
    )

    $left = @(Get-KeptPath -Content $Content -Preserve $Preserve -Release 'adopted-')
    $ignoreCase = [System.StringComparison]::OrdinalIgnoreCase
    if ($Path -eq $Content) {
        $left += @('releases', 'incoming', 'shared')
    }
    elseif ($Path.StartsWith("$Content\", $ignoreCase)) {
        $left += $Path.Substring($Content.Length + 1)
    }
    Get-PreservePattern -Preserve $left
}
