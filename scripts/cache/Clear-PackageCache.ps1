function Clear-PackageCache {
    <#
    .SYNOPSIS
    Clears the NuGet caches of accounts on this host.
    .DESCRIPTION
    Those of this session's account by dotnet or nuget.exe if there is one and all of them are free and without
    links, for NuGet itself looks at neither; all others by folder. A cache that is in use stays whole and becomes
    a warning. Links are removed as links, never followed.
    .PARAMETER Accounts
    Names of accounts; '*' stands for all profiles of the host.
    .PARAMETER Method
    auto (dotnet, else nuget, else folder), dotnet, nuget or folder.
    .PARAMETER Paths
    Other folders that are caches, such as the one that NUGET_PACKAGES of a build agent names.
    .EXAMPLE
    Clear-PackageCache -Accounts @('*')
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [AllowEmptyCollection()]
        [string[]] $Accounts = @(),

        [ValidateSet('auto', 'dotnet', 'nuget', 'folder')]
        [string] $Method = 'auto',

        [AllowEmptyCollection()]
        [string[]] $Paths = @()
    )

    if (-not (Test-Elevation)) {
        throw (New-StepError -Message 'This session may not see the profiles of others.' -Kind 'readiness' `
                -Expected 'an elevated session' -Found 'a filtered token' `
                -Remedy 'Connect as an administrator of the domain, or set LocalAccountTokenFilterPolicy to 1.')
    }
    $choice = Get-ChosenCache -Accounts $Accounts -Paths $Paths -Program (Find-CacheProgram -Method $Method)
    $program = $choice.Program
    $warnings = @($choice.Warnings)
    $full = @(Find-FullCache -Cache $choice.Caches)
    $own = @($full | Where-Object -FilterScript { $_.IsOwn -and -not $_.Path.EndsWith('.clearing') })
    if ($own.Count -eq 0 -or @($own | Where-Object -FilterScript {
                $_.Obstacle -or $_.HasLink -or $_.Kind -eq 'link'
            }).Count -gt 0) {
        $program = 'folder'
    }
    if ($program -ne 'folder' -and $PSCmdlet.ShouldProcess($own[0].Account, "Clear its caches by $program")) {
        try {
            Invoke-CacheProgram -Program $program -Clear
        }
        catch {
            $warnings += "Cleared by folder, for $program could not: $($_.Exception.Message)"
            $program = 'folder'
        }
    }
    $changes = @()
    $caches = @()
    $freed = [long] 0
    foreach ($cache in $full) {
        $how = if ($own -contains $cache) { $program } else { 'folder' }
        $outcome = Remove-PackageCache -Cache $cache
        $warnings += @($outcome.Warning)
        if ($outcome.Removed) {
            $isLink = $cache.Kind -eq 'link'
            $before = if ($isLink) { 'link' } else { $cache.Bytes }
            $changes += New-Change -Path "cache/$($cache.Path)" -Before $before -After $(if (-not $isLink) { 0 })
            $freed += $cache.Bytes
        }
        $caches += @{
            path = $cache.Path; account = $cache.Account; method = $how; bytes = $cache.Bytes
            cleared = $outcome.Removed
        }
    }
    New-StepResult -Change $changes -Warning $warnings -Data @{
        freed = $freed; method = $program; caches = [object[]] $caches
    }
}
