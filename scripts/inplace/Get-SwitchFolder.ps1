function Get-SwitchFolder {
    <#
    .SYNOPSIS
    Lists the folders that a site which was not published in place before has left in its content folder.
    .DESCRIPTION
    releases, incoming and shared: what visitors have brought may be in them. One that the live release itself
    names files in is content, unless there are manifests of releases in the folder: then all three are left.
    .PARAMETER Content
    The folder that is served.
    .PARAMETER Name
    Relative paths, with /, that the live release names.
    .EXAMPLE
    Get-SwitchFolder -Content 'C:\inetpub\shop' -Name @('app.dll')
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Content,

        [AllowEmptyCollection()]
        [string[]] $Name = @()
    )

    $ignoreCase = [System.StringComparison]::OrdinalIgnoreCase
    $isLeft = Test-Path -Path "$([WildcardPattern]::Escape($Content))\releases\*.manifest" -PathType Leaf
    foreach ($folder in @('releases', 'incoming', 'shared')) {
        $isContent = @($Name | Where-Object -FilterScript { $_.StartsWith("$folder/", $ignoreCase) }).Count -gt 0
        if ((Test-Path -LiteralPath "$Content\$folder" -PathType Container) -and ($isLeft -or -not $isContent)) {
            $folder
        }
    }
}
