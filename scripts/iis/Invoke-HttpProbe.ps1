function Invoke-HttpProbe {
    <#
    .SYNOPSIS
    Asks a binding of this host for a page and gives what came.
    .DESCRIPTION
    HTTP/1.1 over a plain socket, because the address asked and the Host header differ: no DNS, no proxy, no
    redirect, no certificate validation (it is a local probe; with SNI the host name chooses the certificate).
    Never throws for what the other side does: Error says it.
    .PARAMETER Protocol
    http or https.
    .PARAMETER Address
    The address of the binding; * is asked at 127.0.0.1.
    .PARAMETER Port
    Its port.
    .PARAMETER HostName
    Its host name; empty sends the address.
    .PARAMETER Path
    What to ask for, such as /healthz.
    .PARAMETER TimeoutSeconds
    For all of it.
    .EXAMPLE
    Invoke-HttpProbe -Protocol 'http' -Address '*' -Port 80 -HostName 'shop' -Path '/' -TimeoutSeconds 10
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('http', 'https')]
        [string] $Protocol,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Address,

        [Parameter(Mandatory = $true)]
        [ValidateRange(1, 65535)]
        [int] $Port,

        [AllowEmptyString()]
        [string] $HostName,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^/[^\s]*$')]
        [string] $Path,

        [ValidateRange(1, 600)]
        [int] $TimeoutSeconds = 10
    )

    $target = if ($Address -eq '*') { '127.0.0.1' } else { $Address.Trim('[', ']') }
    $name = if ($HostName) { $HostName } elseif ($target.Contains(':')) { "[$target]" } else { $target }
    $default = if ($Protocol -eq 'https') { 443 } else { 80 }
    $hostHeader = if ($Port -eq $default) { $name } else { "${name}:$Port" }
    $request = "GET $Path HTTP/1.1`r`nHost: $hostHeader`r`nUser-Agent: iisfleet`r`nAccept: */*`r`n" +
        "Connection: close`r`n`r`n"
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $client = $null
    try {
        $endpoint = Get-ProbeEndpoint -Address $target -Port $Port
        $family = ([System.Net.IPAddress] $endpoint.Address).AddressFamily
        $client = New-Object -TypeName System.Net.Sockets.TcpClient -ArgumentList $family
        $connecting = $client.ConnectAsync([string] $endpoint.Address, [int] $endpoint.Port)
        if (-not $connecting.Wait($TimeoutSeconds * 1000)) {
            throw "no connection to $($endpoint.Address):$($endpoint.Port) within $TimeoutSeconds s"
        }
        $client.ReceiveTimeout = $TimeoutSeconds * 1000
        $client.SendTimeout = $TimeoutSeconds * 1000
        $stream = $client.GetStream()
        if ($Protocol -eq 'https') {
            $stream = Get-ProbeTlsStream -Stream $stream -HostName $name
        }
        $bytes = [System.Text.Encoding]::ASCII.GetBytes($request)
        $stream.Write($bytes, 0, $bytes.Length)
        $stream.Flush()
        Read-HttpAnswer -Stream $stream -Watch $watch -TimeoutSeconds $TimeoutSeconds
    }
    catch {
        $reason = $_.Exception.GetBaseException().Message
        [PSCustomObject]@{ Status = 0; Headers = @{}; Body = ''; Bytes = [byte[]] @(); Error = $reason }
    }
    finally {
        if ($null -ne $client) {
            $client.Close()
        }
    }
}
