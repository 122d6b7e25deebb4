function global:Get-AuthenticodeSignature {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [string] $LiteralPath)

    $path = [Winlab.Lab]::WindowsPath($PSCmdlet, $LiteralPath)
    $found = [Winlab.Rpc]::Call('installer.signature', @{ path = $path })
    $certificate = if ($null -ne $found.subject) { [PSCustomObject]@{ Subject = $found.subject } }
    [PSCustomObject]@{ Path = $path; Status = $found.status; StatusMessage = $found.status; SignerCertificate = $certificate }
}
