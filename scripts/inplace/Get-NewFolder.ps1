function Get-NewFolder {
    <#
    .SYNOPSIS
    Lists the folders that do not exist yet and that files need.
    .DESCRIPTION
    Relative, with /, those above before those below.
    .PARAMETER Path
    The folder that the files will lie in.
    .PARAMETER Name
    The files, relative to it.
    .EXAMPLE
    Get-NewFolder -Path 'C:\inetpub\shop' -Name @('wwwroot/js/site.js')
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Path,

        [AllowNull()]
        [AllowEmptyCollection()]
        [string[]] $Name = @()
    )

    $root = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $separator = [System.IO.Path]::DirectorySeparatorChar
    $seen = New-Object -TypeName 'System.Collections.Generic.HashSet[string]' `
        -ArgumentList ([System.StringComparer]::OrdinalIgnoreCase)
    foreach ($file in @($Name)) {
        for ($end = ([string] $file).IndexOf('/'); $end -gt 0; $end = $file.IndexOf('/', $end + 1)) {
            $folder = $file.Substring(0, $end)
            $full = [System.IO.Path]::Combine($root, $folder.Replace('/', $separator))
            if ($seen.Add($folder) -and -not [System.IO.Directory]::Exists($full)) {
                $folder
            }
        }
    }
}
