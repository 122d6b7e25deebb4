function Get-FrameworkFact {
    <#
    .SYNOPSIS
    Lists the shared frameworks of .NET below a folder.
    .DESCRIPTION
    The folders are what the host of .NET itself looks at. Returns names with their versions, none without .NET.
    .PARAMETER Path
    The folder that has dotnet in it, such as C:\Program Files.
    .EXAMPLE
    Get-FrameworkFact -Path $env:ProgramFiles
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    $fact = @{}
    if (Test-Path -LiteralPath "$Path\dotnet\shared") {
        foreach ($framework in @(Get-ChildItem -LiteralPath "$Path\dotnet\shared" -Directory)) {
            $versions = @(Get-ChildItem -LiteralPath "$Path\dotnet\shared\$($framework.Name)" -Directory)
            $fact[$framework.Name] = [string[]] @($versions | ForEach-Object -Process { $_.Name } | Sort-Object)
        }
    }
    $fact
}
