function Assert-ContentPath {
    <#
    .SYNOPSIS
    Fails if a file that a publish touches lies behind a junction or is a link.
    .DESCRIPTION
    What a junction leads to is not the site's own: a publish would write or delete there. The content folder
    itself counts, too.
    .PARAMETER Path
    The content folder.
    .PARAMETER Name
    The files, relative to it, with /.
    .EXAMPLE
    Assert-ContentPath -Path 'C:\inetpub\shop' -Name @('wwwroot/site.css')
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Path,

        [AllowNull()]
        [AllowEmptyCollection()]
        [string[]] $Name = @()
    )

    $root = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $seen = New-Object -TypeName 'System.Collections.Generic.HashSet[string]' `
        -ArgumentList ([System.StringComparer]::OrdinalIgnoreCase)
    $asked = New-Object -TypeName 'System.Collections.Generic.List[string]'
    $asked.Add('')
    foreach ($file in @($Name)) {
        for ($end = ([string] $file).IndexOf('/'); $end -gt 0; $end = $file.IndexOf('/', $end + 1)) {
            if ($seen.Add($file.Substring(0, $end))) {
                $asked.Add($file.Substring(0, $end))
            }
        }
        $asked.Add($file)
    }
    foreach ($relative in $asked) {
        $full = [System.IO.Path]::Combine($root, $relative.Replace('/', [System.IO.Path]::DirectorySeparatorChar))
        $item = New-Object -TypeName System.IO.DirectoryInfo -ArgumentList $full
        # Of a path that is not there the attributes are -1, all of them.
        if ([int] $item.Attributes -ne -1 -and (Test-ReparsePoint -Item $item)) {
            $place = "$Path\$($relative.Replace('/', '\'))".TrimEnd('\')
            $remedy = 'Name it in preserve:, or leave those files out of the package; nothing was changed.'
            if (-not $relative) {
                $remedy = 'Let folder: in the inventory, and the site in IIS, name the folder that it leads to.'
            }
            throw (New-StepError -Message "$place leads to another place." -Kind 'content' `
                    -Expected 'a folder of the site''s own' -Found 'a reparse point (junction or link)' `
                    -Remedy $remedy)
        }
    }
}
