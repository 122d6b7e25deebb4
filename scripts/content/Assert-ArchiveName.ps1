function Assert-ArchiveName {
    <#
    .SYNOPSIS
    Fails unless a name in an archive stays inside its folder on Windows.
    .DESCRIPTION
    Refuses absolute names, backslashes, drive letters and streams, '.' and '..', empty parts, parts that Windows
    would write under another name (trailing dot or blank, device names), and paths too long for Windows PowerShell
    5.1.
    .PARAMETER Name
    The name, with /.
    .PARAMETER Folder
    Where it will be written.
    .EXAMPLE
    Assert-ArchiveName -Name 'wwwroot/site.css' -Folder 'C:\inetpub\shop\releases\1.0.partial'
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Folder
    )

    $bad = '^\.{1,2}$|[<>:"|?*\\\x00-\x1f]|[. ]$|^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)'
    foreach ($part in $Name.Split('/')) {
        if ($part -eq '' -or $part -match $bad) {
            throw (New-StepError -Message 'The archive has a name that may not be written.' -Kind 'content' `
                    -Expected 'relative names that Windows can hold' -Found $Name `
                    -Remedy 'Nothing was written. Make the package anew, and find out who changed it.')
        }
    }
    $length = $Folder.Length + 1 + $Name.Length
    # MAX_PATH: 259 characters for a file, 247 for its folder; more is closed to Windows PowerShell 5.1 by default.
    if ($length -gt 259 -or $Folder.Length + 1 + $Name.LastIndexOf('/') -gt 247) {
        throw (New-StepError -Message 'A file of the release has a path that is too long for Windows.' `
                -Kind 'content' -Expected 'at most 259 characters (247 for the folder)' `
                -Found "$length characters: $Folder\$Name" `
                -Remedy 'Choose a shorter path for the site in the inventory, or a shorter name in the package.')
    }
}
