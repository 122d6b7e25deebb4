function Find-CacheProgram {
    <#
    .SYNOPSIS
    Decides which program clears the caches of this session's account: dotnet, nuget or none ('folder').
    .DESCRIPTION
    A host with runtimes only has dotnet.exe, but `dotnet nuget` is part of an SDK. Fails if a certain program is
    asked for and is not there.
    .PARAMETER Method
    auto, dotnet, nuget or folder.
    .EXAMPLE
    Find-CacheProgram -Method 'auto'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('auto', 'dotnet', 'nuget', 'folder')]
        [string] $Method
    )

    $dotnet = [string] (Find-Program -Name 'dotnet.exe')
    if ($dotnet -and @('auto', 'dotnet') -contains $Method) {
        $kits = '{0}\sdk' -f $dotnet.Substring(0, $dotnet.LastIndexOf('\'))
        if (@(Get-ChildItem -LiteralPath $kits -Directory -ErrorAction SilentlyContinue |
                    Where-Object -FilterScript { $_.Name -match '^[0-9]' }).Count -gt 0) {
            return 'dotnet'
        }
    }
    if (@('auto', 'nuget') -contains $Method -and (Find-Program -Name 'nuget.exe')) {
        return 'nuget'
    }
    if ($Method -eq 'dotnet') {
        throw (New-StepError -Message 'There is no .NET SDK on this host.' -Kind 'readiness' `
                -Expected 'dotnet.exe on PATH, and an SDK: dotnet nuget is part of it' `
                -Found 'none, or runtimes only' -Remedy 'Say method: folder (or auto), or install an SDK.')
    }
    if ($Method -eq 'nuget') {
        throw (New-StepError -Message 'There is no nuget.exe on this host.' -Kind 'readiness' `
                -Expected 'nuget.exe on PATH' -Found 'none' `
                -Remedy 'Say method: folder (or auto), or put nuget.exe on PATH.')
    }
    'folder'
}
