function Get-OtherFolder {
    <#
    .SYNOPSIS
    Lists the folders below a content that IIS serves as something else, and as what.
    .DESCRIPTION
    As another site, an application or a virtual directory, whoever has made it: they are not of this content. Path
    is relative, with /; Name is that of Get-IisFolder. What is preserved anyway, as the contents of the inventory
    below this one are, is not listed.
    .PARAMETER Content
    The content.
    .PARAMETER Preserve
    Relative paths that no publish touches.
    .EXAMPLE
    (Get-OtherFolder -Content 'C:\inetpub\shop').Name
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Content,

        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Preserve = @()
    )

    $preserved = Get-PreservePattern -Preserve $Preserve
    $prefix = "$($Content.TrimEnd('\'))\"
    $ignoreCase = [System.StringComparison]::OrdinalIgnoreCase
    foreach ($folder in (Get-IisFolder)) {
        $path = $folder.Path.Replace('/', '\')
        if ($path.StartsWith($prefix, $ignoreCase)) {
            $relative = $path.Substring($prefix.Length).Trim('\').Replace('\', '/')
            if ($relative -and $relative -notmatch $preserved) {
                [PSCustomObject]@{ Path = $relative; Name = $folder.Name }
            }
        }
    }
}
