function Assert-FreeSpace {
    <#
    .SYNOPSIS
    Fails if a drive has no room for what is about to be written.
    .DESCRIPTION
    50 MB must remain: a full system drive takes more down than one deploy. A path without a drive letter is not
    looked at.
    .PARAMETER Path
    Where it is written.
    .PARAMETER Bytes
    How much.
    .PARAMETER What
    What it is, for the message.
    .EXAMPLE
    Assert-FreeSpace -Path 'C:\inetpub\shop' -Bytes 1048576 -What 'release 1.2'
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [long] $Bytes,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $What
    )

    $margin = 50MB
    if ($Path -notmatch '^(?<drive>[A-Za-z]):') {
        return
    }
    $drive = $Matches['drive']
    $space = Get-DriveSpace -Drive $drive
    if ($null -ne $space -and $space.free -lt $Bytes + $margin) {
        throw (New-StepError -Message "Drive ${drive}: has no room for $What." -Kind 'disk' `
                -Expected "$($Bytes + $margin) bytes free" -Found "$($space.free) bytes free" `
                -Remedy "Free space on drive ${drive}: (lower keep_releases, delete old logs), then deploy again.")
    }
}
