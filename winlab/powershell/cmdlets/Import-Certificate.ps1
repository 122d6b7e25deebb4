function global:Import-Certificate {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory = $true)] [string] $FilePath,
        [Parameter(Mandatory = $true)] [string] $CertStoreLocation
    )

    if ($PSCmdlet.ShouldProcess($FilePath)) {
        $parameters = @{
            path     = [Winlab.Lab]::WindowsPath($PSCmdlet, $FilePath)
            store    = [Winlab.Lab]::MachineStore($CertStoreLocation)
            password = $null
        }
        New-Object Winlab.LabCertificate ([Winlab.Rpc]::Call('certificates.import', $parameters))
    }
}
