function Test-FileHeld {
    <#
    .SYNOPSIS
    Tells whether another process holds a file open.
    .DESCRIPTION
    Opens it for exclusive writing, and writes nothing. A file to which this session has no right does not count.
    .PARAMETER File
    The file, as .NET names it.
    .EXAMPLE
    Test-FileHeld -File $file
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $File
    )

    try {
        [System.IO.File]::Open($File, [System.IO.FileMode]::Open, [System.IO.FileAccess]::ReadWrite,
            [System.IO.FileShare]::None).Dispose()
        $false
    }
    catch {
        $_.Exception.GetBaseException() -is [System.IO.IOException]
    }
}
