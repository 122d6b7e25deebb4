function Get-VerifiedInstaller {
    <#
    .SYNOPSIS
    Gives the path of an installer that is what it should be.
    .DESCRIPTION
    A file that does not lie in the protected folder of iisfleet, such as one on a share, is copied there first:
    what is verified must be what is run. Then its SHA-256 and its signature are checked; a wrong copy is deleted.
    .PARAMETER File
    The installer, a local path or one of a share.
    .PARAMETER Sha256
    Its hash; without it the signature alone counts.
    .PARAMETER Signer
    The organisation in the certificate of its signature.
    .EXAMPLE
    Get-VerifiedInstaller -File $file -Sha256 $hash -Signer 'Microsoft Corporation'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $File,

        [AllowEmptyString()]
        [string] $Sha256 = '',

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Signer
    )

    if (-not (Test-Path -LiteralPath $File -ErrorAction SilentlyContinue)) {
        throw (New-StepError -Message "The installer $File is not there." -Kind 'package' -Expected 'a file' `
                -Found 'none, or no right to see it' `
                -Remedy 'On a share, let the computer accounts of the hosts read it: they fetch it as SYSTEM.')
    }
    $folder = Initialize-HostFolder -Name 'installers'
    $local = $File
    if ($File -notlike "$(Get-HostFolder)\*") {
        $local = '{0}\{1}' -f $folder, ($File -split '\\')[-1]
        if ($PSCmdlet.ShouldProcess($local, 'Copy the installer')) {
            Copy-Item -LiteralPath $File -Destination $local -Force
        }
    }
    $fault = Get-InstallerFault -File $local -Sha256 $Sha256 -Signer $Signer
    if ($null -ne $fault) {
        if ($PSCmdlet.ShouldProcess($local, 'Delete')) {
            Remove-Item -LiteralPath $local -Force
        }
        throw $fault
    }
    $local
}
