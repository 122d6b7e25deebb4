function global:shutdown.exe {
    $ended = [Winlab.Rpc]::Call('program.run', @{ name = 'shutdown'; args = @($args | ForEach-Object -Process { [string] $_ }) })
    $global:LASTEXITCODE = [int] $ended.code
    if ($ended.output) { $ended.output.TrimEnd("`n") -split "`r?`n" }
}
