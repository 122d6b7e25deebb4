function Find-LockedFile {
    <#
    .SYNOPSIS
    Names a file below a folder that another process holds open.
    .DESCRIPTION
    Opens each file for exclusive writing, and writes nothing. Returns the first that refuses, nothing if all are
    free. A file to which this session has no right does not count: deleting it will tell.
    .PARAMETER Path
    The folder.
    .EXAMPLE
    Find-LockedFile -Path 'C:\inetpub\shop\releases\1.0-0a1b2c3d4e'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    $root = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    if (Test-ReparsePoint -Item (Get-Item -LiteralPath $Path -Force)) {
        return
    }
    foreach ($relative in @(Get-FileName -Path $Path)) {
        $file = [System.IO.Path]::Combine($root, $relative.Replace('/', [System.IO.Path]::DirectorySeparatorChar))
        if (Test-FileHeld -File $file) {
            return '{0}\{1}' -f $Path, $relative.Replace('/', '\')
        }
    }
}
