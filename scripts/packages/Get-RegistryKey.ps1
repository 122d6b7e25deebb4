function Get-RegistryKey {
    <#
    .SYNOPSIS
    Lists the names of the keys below a key of the registry.
    .DESCRIPTION
    None if the key is not there.
    .PARAMETER Path
    The key, as a path of the registry provider.
    .EXAMPLE
    Get-RegistryKey -Path 'HKLM:\SOFTWARE\Microsoft\IIS Extensions\MSDeploy'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    if (Test-Path -LiteralPath $Path) {
        Get-ChildItem -LiteralPath $Path | ForEach-Object -Process { $_.PSChildName }
    }
}
