function global:Invoke-Program {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string] $FilePath,
        [string[]] $ArgumentList = @(),
        [Parameter(Mandatory = $true)] [string] $Folder,
        [Parameter(Mandatory = $true)] [double] $TimeoutSeconds
    )

    $ended = [Winlab.Rpc]::Call('release.program', @{
            program = $FilePath; folder = $Folder; seconds = $TimeoutSeconds
            args    = @($ArgumentList | ForEach-Object -Process { [string] $_ })
        })
    Start-Sleep -Milliseconds ([int] ($ended.seconds * 1000))
    [PSCustomObject]@{ Code = $ended.code; TimedOut = $null -eq $ended.code; Text = [string] $ended.output }
}
