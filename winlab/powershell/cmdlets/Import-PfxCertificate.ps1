function global:Import-PfxCertificate {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory = $true)] [string] $FilePath,
        [Parameter(Mandatory = $true)] [string] $CertStoreLocation,
        [securestring] $Password
    )

    if ($PSCmdlet.ShouldProcess($FilePath)) {
        $plain = if ($null -eq $Password) { '' } else { (New-Object System.Net.NetworkCredential '', $Password).Password }
        $parameters = @{
            path     = [Winlab.Lab]::WindowsPath($PSCmdlet, $FilePath)
            store    = [Winlab.Lab]::MachineStore($CertStoreLocation)
            password = $plain
        }
        New-Object Winlab.LabCertificate ([Winlab.Rpc]::Call('certificates.import', $parameters))
    }
}
