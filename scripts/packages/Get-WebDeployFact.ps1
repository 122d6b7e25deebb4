function Get-WebDeployFact {
    <#
    .SYNOPSIS
    Gives the version of Web Deploy, or $null.
    .DESCRIPTION
    Its keys are numbers; the highest counts, as a number: 10 is more than 3. A key without a path is none. Without
    a value Version the number of the key is the version.
    .EXAMPLE
    Get-WebDeployFact
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    $root = 'HKLM:\SOFTWARE\Microsoft\IIS Extensions\MSDeploy'
    $numbers = @(Get-RegistryKey -Path $root | Where-Object -FilterScript { $_ -match '^\d+$' } |
            Sort-Object -Property @{ Expression = { [int] $_ } } -Descending)
    foreach ($number in $numbers) {
        if (Get-RegistryValue -Path "$root\$number" -Name 'InstallPath') {
            $version = [string] (Get-RegistryValue -Path "$root\$number" -Name 'Version')
            if ($version) {
                return $version
            }
            return $number
        }
    }
    return $null
}
