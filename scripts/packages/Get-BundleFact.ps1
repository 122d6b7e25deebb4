function Get-BundleFact {
    <#
    .SYNOPSIS
    Lists the hosting bundles that are registered on this host, oldest first.
    .DESCRIPTION
    From the keys of the bundles (5.0 and later below Updates\.NET, before below Updates\.NET Core) and from the
    list of installed programs, which also knows where Windows keeps the installer. The setup program is 32-bit;
    the 64-bit view is read too.
    .EXAMPLE
    Get-BundleFact
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $pattern = '^Microsoft (ASP)?\.NET( Core)? (?<version>\d+\.\d+\.\d+\S*) - Windows Server Hosting'
    $found = @{}
    foreach ($software in 'HKLM:\SOFTWARE\WOW6432Node', 'HKLM:\SOFTWARE') {
        foreach ($branch in '.NET', '.NET Core') {
            foreach ($key in @(Get-RegistryKey -Path "$software\Microsoft\Updates\$branch")) {
                if ($key -match $pattern -and -not $found.ContainsKey($Matches['version'])) {
                    $found[$Matches['version']] = @{ version = $Matches['version']; id = $null; cache = $null }
                }
            }
        }
        $list = "$software\Microsoft\Windows\CurrentVersion\Uninstall"
        foreach ($id in @(Get-RegistryKey -Path $list)) {
            if ([string] (Get-RegistryValue -Path "$list\$id" -Name 'DisplayName') -match $pattern) {
                $version = $Matches['version']
                $cache = [string] (Get-RegistryValue -Path "$list\$id" -Name 'BundleCachePath')
                $found[$version] = @{ version = $version; id = $id; cache = $null }
                if ($cache -and (Test-Path -LiteralPath $cache)) {
                    $found[$version].cache = $cache
                }
            }
        }
    }
    $found.Values | Sort-Object -Property @{ Expression = { [version] ($_.version -split '-')[0] } }
}
