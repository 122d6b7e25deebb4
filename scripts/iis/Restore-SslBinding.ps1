function Restore-SslBinding {
    <#
    .SYNOPSIS
    Puts the certificates of http.sys back to what was saved, and returns the changes.
    .DESCRIPTION
    Entries that were there are put back before the commit that needs them; entries that were not are taken away
    after the commit that frees them.
    .PARAMETER State
    The sslBindings of a saved state.
    .PARAMETER Present
    Handles the entries that were there; without it, those that were not.
    .EXAMPLE
    Restore-SslBinding -State @($state.sslBindings) -Present
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [object[]] $State,

        [switch] $Present
    )

    foreach ($saved in @($State | Where-Object -FilterScript { [bool] $_.thumbprint -eq [bool] $Present })) {
        $binding = Get-SslBinding -Endpoint $saved.endpoint
        $before = if ($null -eq $binding) { $null } else { $binding.Thumbprint }
        if ("$before" -eq "$($saved.thumbprint)") {
            continue
        }
        New-Change -Path "sslcert/$($saved.endpoint)" -Before $before -After $saved.thumbprint
        if ($PSCmdlet.ShouldProcess("http.sys $($saved.endpoint)", 'Restore')) {
            Write-SslBinding -Endpoint $saved.endpoint -Thumbprint $saved.thumbprint -Store $saved.store `
                -AppId $saved.appId
        }
    }
}
