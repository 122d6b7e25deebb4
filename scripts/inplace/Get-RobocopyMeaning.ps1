function Get-RobocopyMeaning {
    <#
    .SYNOPSIS
    Puts the exit code of a robocopy that failed into words.
    .DESCRIPTION
    A set of bits. Those for what was copied, and for what the target has more, are no failure and are left out.
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
    )
    @($words | Where-Object -FilterScript { $Code -band $_.Bit } | ForEach-Object -Process { $_.Text }) -join '; '
}
