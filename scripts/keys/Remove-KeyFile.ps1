function Remove-KeyFile {
    <#
    .SYNOPSIS
    Deletes a PFX file that was sent to this host and not imported.
    .DESCRIPTION
    For reverting: Import-KeyCertificate deletes it by itself, if it comes to its turn. A missing file is ok.
    .PARAMETER File
    The PFX file on this host.
    .EXAMPLE
    Remove-KeyFile -File 'C:\ProgramData\iisfleet\incoming\keys.pfx'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\.pfx$')]
        [string] $File
    )

    if ((Test-Path -LiteralPath $File) -and $PSCmdlet.ShouldProcess($File, 'Delete')) {
        Remove-Item -LiteralPath $File -Force
    }
    New-StepResult
}
