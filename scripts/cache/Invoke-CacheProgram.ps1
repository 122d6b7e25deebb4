function Invoke-CacheProgram {
    <#
    .SYNOPSIS
    Lets NuGet list or clear the caches of this session's account.
    .DESCRIPTION
    Returns the paths that it names when it lists them, and nothing when it clears them. The names before the paths
    are in no language; dotnet before version 6 puts 'info : ' in front.
    .PARAMETER Program
    dotnet or nuget.
    .PARAMETER Clear
    Clear them all.
    .EXAMPLE
    Invoke-CacheProgram -Program 'dotnet'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('dotnet', 'nuget')]
        [string] $Program,

        [switch] $Clear
    )

    $task = if ($Clear) { 'clear' } else { 'list' }
    if ($Program -eq 'dotnet') {
        # Its first start would greet, send how it is used, make a certificate for developers and add to PATH.
        $env:DOTNET_NOLOGO = '1'
        $env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
        $env:DOTNET_GENERATE_ASPNET_CERTIFICATE = 'false'
        $env:DOTNET_ADD_GLOBAL_TOOLS_TO_PATH = 'false'
        $ended = Invoke-Native -FilePath 'dotnet.exe' -ArgumentList @('nuget', 'locals', 'all', "--$task")
    }
    else {
        $arguments = @('locals', 'all', "-$task", '-NonInteractive')
        $ended = Invoke-Native -FilePath 'nuget.exe' -ArgumentList $arguments
    }
    if (-not $Clear) {
        $name = '(global-packages|http-cache|temp|plugins-cache)'
        $line = "^\s*(info\s*:\s*)?$name\s*:\s*(?<path>[A-Za-z]:\\.*\S)\s*`$"
        foreach ($text in $ended.Text.Split("`n")) {
            if ($text -match $line) {
                $Matches['path'].TrimEnd('\')
            }
        }
    }
}
