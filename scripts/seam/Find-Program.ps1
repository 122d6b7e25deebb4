function Find-Program {
    <#
    .SYNOPSIS
    Gives the path of a native program, if PATH leads to one.
    .DESCRIPTION
    Returns nothing where there is no such program.
    .PARAMETER Name
    The program with its extension, such as dotnet.exe.
    .EXAMPLE
    Find-Program -Name 'dotnet.exe'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9.-]+$')]
        [string] $Name
    )

    Get-Command -Name $Name -CommandType 'Application' -ErrorAction SilentlyContinue |
        Select-Object -First 1 |
        ForEach-Object -Process { $_.Path }
}
