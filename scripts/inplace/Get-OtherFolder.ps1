function Get-OtherFolder {
    <#
    .SYNOPSIS
    Lists the folders below a content that IIS serves as something else, and as what.
    .DESCRIPTION
    As another site, an application or a virtual directory, whoever has made it. Path is relative, with /; Name is
    that of Get-IisFolder. Of a site that is published by switch it is the folder that holds its releases. What is
    preserved anyway, as the contents of the inventory below this one are, is not listed.
    .PARAMETER Content
    The content.
    .PARAMETER Preserve
    Relative paths that no publish touches.
    .PARAMETER Application
    No virtual directories: those may lead to files of this very content, such as /static to its wwwroot.
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
        [string[]] $Preserve = @(),

        [switch] $Application
    )

    $preserved = Get-PreservePattern -Preserve $Preserve
    $prefix = "$($Content.TrimEnd('\'))\"
    $ignoreCase = [System.StringComparison]::OrdinalIgnoreCase
    foreach ($folder in (Get-IisFolder)) {
        $path = $folder.Path.Replace('/', '\')
        if ($path.StartsWith($prefix, $ignoreCase) -and ($folder.Directory -eq '/' -or -not $Application)) {
            $relative = $path.Substring($prefix.Length).Trim('\').Replace('\', '/')
            if ($relative -match '^(.+)/releases/[^/]+$' -and (Test-Path -LiteralPath "$path.manifest")) {
                $relative = $Matches[1]
            }
            if ($relative -and $relative -notmatch $preserved) {
                [PSCustomObject]@{ Path = $relative; Name = $folder.Name }
            }
        }
    }
}
