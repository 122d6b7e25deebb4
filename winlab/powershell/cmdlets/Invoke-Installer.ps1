function global:Invoke-Installer {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string] $FilePath,
        [string[]] $ArgumentList = @(),
        [Parameter(Mandatory = $true)] [double] $TimeoutSeconds
    )

    $path = [Winlab.Lab]::WindowsPath($PSCmdlet, $FilePath)
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $number = [Winlab.Rpc]::Call('installer.start', @{ path = $path; args = $ArgumentList })
    while ($true) {
        $code = [Winlab.Rpc]::Call('installer.poll', @{ number = $number })
        if ($null -ne $code) {
            return [PSCustomObject]@{ Code = [int] $code; TimedOut = $false }
        }
        if ($watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
            return [PSCustomObject]@{ Code = $null; TimedOut = $true }
        }
        Start-Sleep -Milliseconds 50
    }
}
