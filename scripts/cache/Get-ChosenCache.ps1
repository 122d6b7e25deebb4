function Get-ChosenCache {
    <#
    .SYNOPSIS
    Lists the caches of accounts, and other folders, each once.
    .DESCRIPTION
    Returns Caches, Program (folder if the one that was wanted is of no use) and Warnings. NuGet itself is asked
    where the caches of this session's account are, for settings may have moved them. Fails before anything is
    touched if one of the other folders cannot be a cache (Get-CachePathFault).
    .PARAMETER Accounts
    Names of accounts; '*' stands for all profiles of the host.
    .PARAMETER Paths
    Other folders.
    .PARAMETER Program
    dotnet, nuget or folder.
    .EXAMPLE
    Get-ChosenCache -Accounts @('build') -Paths @('D:\agent\nuget') -Program 'folder'
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowEmptyCollection()]
        [string[]] $Accounts = @(),

        [AllowEmptyCollection()]
        [string[]] $Paths = @(),

        [Parameter(Mandatory = $true)]
        [ValidateSet('dotnet', 'nuget', 'folder')]
        [string] $Program
    )

    $choice = [PSCustomObject]@{ Caches = @(); Program = 'folder'; Warnings = @() }
    $everybody = @(Get-UserProfile -Account '*')
    foreach ($path in $Paths) {
        $fault = Get-CachePathFault -Path $path -UserProfile $everybody
        if ($fault) {
            throw (New-StepError -Message "$path is not cleared: $fault." -Kind 'path' -Found $path `
                    -Expected 'a folder of its own that holds nothing but a cache, such as D:\agent\nuget' `
                    -Remedy 'Correct the paths of the caches. Nothing was cleared.')
        }
    }
    $caches = @(Get-UserProfile -Account $Accounts | ForEach-Object -Process { Get-PackageCache -UserProfile $_ })
    $own = @($caches | Where-Object -FilterScript { $_.IsOwn })
    if ($own.Count -gt 0 -and $Program -ne 'folder') {
        try {
            $named = @(Invoke-CacheProgram -Program $Program)
            $choice.Program = $Program
        }
        catch {
            $named = @()
            $choice.Warnings += "Cleared by folder, for $Program does not say where: $($_.Exception.Message)"
        }
        $known = @($own | ForEach-Object -Process { $_.Path })
        foreach ($path in @($named | Where-Object -FilterScript { $known -notcontains $_ })) {
            $fault = Get-CachePathFault -Path $path -UserProfile $everybody
            if ($fault) {
                $choice.Program = 'folder'
                $choice.Warnings += "$path stays, though $Program takes it for a cache: $fault."
            }
            else {
                $caches += @(Get-NamedCache -Path $path -Account $own[0].Account)
            }
        }
    }
    $seen = @()
    foreach ($cache in @($caches + @(Get-NamedCache -Path $Paths))) {
        if ($seen -notcontains $cache.Path) {
            $seen += $cache.Path
            $choice.Caches += $cache
        }
    }
    $choice
}
