function Write-SslBinding {
    <#
    .SYNOPSIS
    Gives http.sys a certificate for an endpoint, or takes it away.
    .DESCRIPTION
    Adds what is missing, updates what is there. The application id is that of IIS unless another is given.
    Before Windows 10 1703, and so on Server 2016, netsh has no update: the entry is deleted and added.
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
    $verbs = @('update')
    if (-not $Thumbprint) {
        $verbs = @('delete')
    }
    elseif ($null -eq (Get-SslBinding -Endpoint $Endpoint)) {
        $verbs = @('add')
    }
    else {
        # 15063 is the first build that has HttpUpdateServiceConfiguration; Server 2016 is 14393.
        $key = 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion'
        if ([int] (Get-RegistryValue -Path $key -Name 'CurrentBuildNumber') -lt 15063) {
            $verbs = @('delete', 'add')
        }
    }
    $id = if ($AppId) { $AppId } else { '{4dc3e181-e14b-4a21-b022-59fc669b0914}' }
    $name = if ($Store) { $Store } else { 'My' }
    $values = @("certhash=$Thumbprint", "appid=$id", "certstorename=$name")
    if ($PSCmdlet.ShouldProcess("http.sys $Endpoint", ($verbs -join ', '))) {
        foreach ($verb in $verbs) {
            $arguments = @('http', $verb, 'sslcert', $selector)
            if ($verb -ne 'delete') {
                $arguments += $values
            }
            $null = Invoke-Native -FilePath 'netsh.exe' -ArgumentList $arguments
        }
    }
}
