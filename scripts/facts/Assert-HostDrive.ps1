function Assert-HostDrive {
    <#
    .SYNOPSIS
    Makes sure that the drive of a path is there.
    .DESCRIPTION
    A plan would promise a folder on it, and the run would fail.
    .PARAMETER Path
    A path that begins with a drive.
    .PARAMETER Remedy
    What to do where it is missing.
    .EXAMPLE
    Assert-HostDrive -Path 'D:\keys\shop' -Remedy 'Correct the path in the inventory.'
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]:\\')]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Remedy
    )

    $drive = $Path.Substring(0, 3)
    if (-not (Test-Path -LiteralPath $drive)) {
        throw (New-StepError -Message "This host has no drive $drive" -Kind 'path' -Expected "the drive of $Path" `
                -Found 'no such drive' -Remedy $Remedy)
    }
}
