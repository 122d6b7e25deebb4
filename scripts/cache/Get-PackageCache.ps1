function Get-PackageCache {
    <#
    .SYNOPSIS
    Lists where NuGet keeps its caches in a profile.
    .DESCRIPTION
    Returns Account, Base, Path and IsOwn (of the account of this session). Nothing between Base and Path may be a
    link, for else the owner of the profile could have any folder emptied. The folders need not exist. What a crash
    left of an earlier clearing comes before its cache.
    .PARAMETER UserProfile
    One of Get-UserProfile.
    .EXAMPLE
    Get-PackageCache -UserProfile (Get-UserProfile -Account 'build')
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $UserProfile
    )

    $places = @(
        @{ Base = $UserProfile.Folder; Name = '.nuget\packages' }
        @{ Base = $UserProfile.Folder; Name = 'AppData\Local\NuGet\v3-cache' }
        @{ Base = $UserProfile.Folder; Name = 'AppData\Local\NuGet\plugins-cache' }
        @{ Base = $UserProfile.Folder; Name = 'AppData\Local\Temp\NuGetScratch' }
    )
    if ($UserProfile.Sid -eq 'S-1-5-18') {
        # The temporary folder of SYSTEM; of programs that ask by GetTempPath2 the second.
        $places += @{ Base = $env:SystemRoot; Name = 'Temp\NuGetScratch' }
        $places += @{ Base = $env:SystemRoot; Name = 'SystemTemp\NuGetScratch' }
    }
    foreach ($place in $places) {
        foreach ($ending in @('.clearing', '')) {
            $path = '{0}\{1}{2}' -f $place.Base, $place.Name, $ending
            [PSCustomObject]@{
                Account = $UserProfile.Account; Base = $place.Base; Path = $path
                IsOwn = $UserProfile.Folder -eq $env:USERPROFILE
            }
        }
    }
}
