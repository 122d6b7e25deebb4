function Get-RobocopyMeaning {
    <#
    .SYNOPSIS
    Puts the exit code of robocopy into words.
    .DESCRIPTION
    A set of bits; below 8 nothing failed. Of a failure only the bits are told that are one.
    .PARAMETER Code
    The exit code.
    .EXAMPLE
    Get-RobocopyMeaning -Code 9
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [int] $Code
    )

    $words = @(
        @{ Bit = 16; Text = 'a fatal error, nothing was copied (wrong path, no access)' }
        @{ Bit = 8; Text = 'some files could not be copied' }
        @{ Bit = 4; Text = 'a file stands where a folder should be, or the other way round' }
        @{ Bit = 2; Text = 'the target has files more' }
        @{ Bit = 1; Text = 'files were copied' }
    )
    $bits = if ($Code -ge 8) { $Code -band 28 } else { $Code }
    $found = @($words | Where-Object -FilterScript { $bits -band $_.Bit } | ForEach-Object -Process { $_.Text })
    if ($found.Count -eq 0) { 'nothing to copy' } else { $found -join '; ' }
}
