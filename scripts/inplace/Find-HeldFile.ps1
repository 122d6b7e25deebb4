function Find-HeldFile {
    <#
    .SYNOPSIS
    Names the first file of a list that a process holds open.
    .DESCRIPTION
    Opens each for exclusive writing, and writes nothing. Nothing if all are free. web.config is left out: IIS may
    read it at any moment, and it is replaced, not written to.
    .PARAMETER Path
    The folder.
    .PARAMETER Name
    The files, relative to it, with /.
    .EXAMPLE
    Find-HeldFile -Path 'C:\inetpub\shop' -Name @('app.dll')
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
    foreach ($relative in @($Name | Where-Object -FilterScript { $_ -and $_ -ne 'web.config' })) {
        $file = [System.IO.Path]::Combine($root, $relative.Replace('/', [System.IO.Path]::DirectorySeparatorChar))
        # A file that is read-only, or that this session may not write, is for robocopy to tell.
        if ([System.IO.File]::Exists($file) -and (Test-FileHeld -File $file)) {
            return $relative
        }
    }
}
