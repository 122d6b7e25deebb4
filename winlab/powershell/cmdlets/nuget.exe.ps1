function global:nuget.exe {
    $ended = [Winlab.Rpc]::Call('nuget.run', @{
            program = 'nuget'; profile = $env:USERPROFILE
            args    = @($args | ForEach-Object -Process { [string] $_ })
        })
    $global:LASTEXITCODE = [int] $ended.code
    if ($ended.output) { $ended.output.TrimEnd("`n") -split "`r?`n" }
}
