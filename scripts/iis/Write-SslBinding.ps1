function Write-SslBinding {
    <#
    .SYNOPSIS
    Gives http.sys a certificate for an endpoint, or takes it away.
    .DESCRIPTION
    Adds what is missing, updates what is there. The application id is that of IIS unless another is given.
    .PARAMETER Endpoint
    Such as 0.0.0.0:443 or www.example.com:443.
    .PARAMETER Thumbprint
    The certificate; empty takes the entry away.
    .PARAMETER Store
    The store under LocalMachine.
    .PARAMETER AppId
    The application id.
    .EXAMPLE
    Write-SslBinding -Endpoint '0.0.0.0:443' -Thumbprint $thumbprint -Store 'My'
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Endpoint,

        [AllowEmptyString()]
        [string] $Thumbprint,

        [AllowEmptyString()]
        [string] $Store,

        [AllowEmptyString()]
        [string] $AppId
    )

    $selector = Get-SslSelector -Endpoint $Endpoint
    $verb = if (-not $Thumbprint) {
        'delete'
    }
    elseif ($null -eq (Get-SslBinding -Endpoint $Endpoint)) {
        'add'
    }
    else {
        'update'
    }
    $arguments = @('http', $verb, 'sslcert', $selector)
    if ($Thumbprint) {
        $id = if ($AppId) { $AppId } else { '{4dc3e181-e14b-4a21-b022-59fc669b0914}' }
        $name = if ($Store) { $Store } else { 'My' }
        $arguments += @("certhash=$Thumbprint", "appid=$id", "certstorename=$name")
    }
    if ($PSCmdlet.ShouldProcess("http.sys $Endpoint", $verb)) {
        $null = Invoke-Native -FilePath 'netsh.exe' -ArgumentList $arguments
    }
}
