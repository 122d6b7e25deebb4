function global:Grant-PrivateKeyAccess {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory = $true)] [string] $Thumbprint,
        [Parameter(Mandatory = $true)] [string] $Store,
        [Parameter(Mandatory = $true)] [string] $Sid
    )

    $rows = [Winlab.Rpc]::Call('certificates.list', @{ store = $Store })
    if (@($rows | Where-Object -FilterScript { $_.thumbprint -eq $Thumbprint -and $_.keyReaders -contains $Sid }).Count -gt 0) {
        return $false
    }
    if ($PSCmdlet.ShouldProcess($Thumbprint, "Let $Sid read the private key")) {
        return [Winlab.Rpc]::Call('key.grant', @{ thumbprint = $Thumbprint; store = $Store; sid = $Sid })
    }
    $true
}
