function Get-SslBinding {
    <#
    .SYNOPSIS
    Gives the certificate that http.sys has for an endpoint.
    .DESCRIPTION
    Reads netsh by the shape of its values, never by its localised labels: 40 hexadecimal digits are the
    thumbprint, the GUID is the application, the line after it names the store. Returns nothing if there is none.
    .PARAMETER Endpoint
    Such as 0.0.0.0:443 or www.example.com:443.
    .EXAMPLE
    Get-SslBinding -Endpoint '0.0.0.0:443'
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Endpoint
    )

    $selector = Get-SslSelector -Endpoint $Endpoint
    $arguments = @('http', 'show', 'sslcert', $selector)
    $answer = Invoke-Native -FilePath 'netsh.exe' -ArgumentList $arguments -SuccessCode 0, 1
    $lines = @($answer.Text -split '\r?\n')
    if ($answer.Code -ne 0 -or $answer.Text -notmatch '\b(?<hash>[0-9A-Fa-f]{40})\b') {
        return
    }
    $thumbprint = $Matches['hash'].ToLowerInvariant()
    $appId = $null
    $store = 'My'
    for ($index = 0; $index -lt $lines.Count; $index++) {
        if ($lines[$index] -match '(?<id>\{[0-9A-Fa-f-]{36}\})') {
            $appId = $Matches['id'].ToLowerInvariant()
            if ($index + 1 -lt $lines.Count -and $lines[$index + 1] -match ':\s*(?<store>[^\s():]+)\s*$') {
                $store = $Matches['store']
            }
            break
        }
    }
    [PSCustomObject]@{ Thumbprint = $thumbprint; Store = $store; AppId = $appId }
}
