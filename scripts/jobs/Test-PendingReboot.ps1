function Test-PendingReboot {
    <#
    .SYNOPSIS
    Tells whether Windows waits for a restart.
    .DESCRIPTION
    Component servicing, Windows Update, or files that are replaced at the next start.
    .EXAMPLE
    Test-PendingReboot
    .OUTPUTS
    System.Boolean
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param()

    $versions = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion'
    $manager = 'HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager'
    (Test-Path -LiteralPath "$versions\Component Based Servicing\RebootPending") -or
    (Test-Path -LiteralPath "$versions\WindowsUpdate\Auto Update\RebootRequired") -or
    @(Get-RegistryValue -Path $manager -Name 'PendingFileRenameOperations').Count -gt 0
}
