function Get-InstallerCause {
    <#
    .SYNOPSIS
    Finds a known cause in the log of an installer, or $null.
    .DESCRIPTION
    A table of what users have met, and what helped. The first that fits counts.
    .PARAMETER Text
    The log.
    .EXAMPLE
    Get-InstallerCause -Text (Read-TextFile -Path $log)
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Text
    )

    $known = @(
        @{
            # learn.microsoft.com, common errors reference: Installer unable to obtain VC++ Redistributable
            Pattern = '0x80072efd|0x80072f76'
            Cause   = 'The installer could not download the Visual C++ redistributable: the host has no Internet.'
            Remedy  = 'Install the Visual C++ redistributable first (vc_redist in the inventory), then run again.'
        }
        @{
            # learn.microsoft.com, same page
            Pattern = 'CoreWebEngine and W3SVC features must be installed'
            Cause   = 'IIS is not installed, or not wholly.'
            Remedy  = 'Run invoke setup for this host, then run again.'
        }
        @{
            # learn.microsoft.com, hosting bundle: shared configuration; aspnet/IISIntegration#249
            Pattern = 'hresult:80070005, message:Failed to commit configuration changes'
            Cause   = 'The installer may not write the shared configuration of IIS.'
            Remedy  = 'Switch shared configuration off, install, export the configuration, and switch it on again.'
        }
        @{
            # Burn, message e054: wixtoolset/issues#4222
            Pattern = 'Failed to resolve source for file'
            Cause   = 'The package cache of Windows lacks a file of this bundle.'
            Remedy  = 'Give the installer of this very version: its payload is inside.'
        }
        @{
            # ERROR_FILE_CORRUPT: dotnet/aspnetcore#4510, dotnet/core#2201
            Pattern = '0x80070570'
            Cause   = 'The installer is damaged: its payload cannot be unpacked.'
            Remedy  = 'Download it again and compare its SHA-256 with the one that Microsoft publishes.'
        }
        @{
            # winerror.h: ERROR_INSTALL_SOURCE_ABSENT 1612; MSI errors 1706, 1714
            Pattern = '0x8007064c|Error 17(06|14)\b'
            Cause   = 'An older version cannot be removed: Windows has lost its installer.'
            Remedy  = 'Repair or remove the older version by its own installer, then run again.'
        }
        @{
            # winerror.h: ERROR_DISK_FULL
            Pattern = '0x80070070'
            Cause   = 'The disk is full.'
            Remedy  = 'Make room on the drive of Windows, then run again.'
        }
        @{
            # winerror.h: CERT_E_UNTRUSTEDROOT, CERT_E_CHAINING
            Pattern = '0x800b0109|0x800b010a'
            Cause   = 'Windows does not trust the signature of the payload: its root certificates are old.'
            Remedy  = 'Update the root certificates of this host, then run again.'
        }
        @{
            # winerror.h: ERROR_INSTALL_ALREADY_RUNNING; aspnet/Tooling#995
            Pattern = '0x80070652'
            Cause   = 'Another installation ran at the same time.'
            Remedy  = 'Wait until it has ended, then run again.'
        }
    )
    foreach ($entry in $known) {
        if ($Text -match $entry.Pattern) {
            return @{ Cause = $entry.Cause; Remedy = $entry.Remedy }
        }
    }
    return $null
}
