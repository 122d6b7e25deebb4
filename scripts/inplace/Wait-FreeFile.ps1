function Wait-FreeFile {
    <#
    .SYNOPSIS
    Waits until the old workers are gone and files of a content folder are free.
    .DESCRIPTION
    Workers must go where pools are stopped, and where the application runs inside of them. Such a worker that
    is still there at half the time is recycled; the files alone decide in the end. Fails with the file and its
    holder.
    .PARAMETER Entry
    The target's entry in the record, offline already.
    .PARAMETER Name
    The files, relative, with /.
    .PARAMETER Pool
    What Get-LivePool gave before.
    .PARAMETER TimeoutSeconds
    How long to wait.
    .EXAMPLE
    Wait-FreeFile -Entry $entry -Name @('app.dll') -Pool $pools -TimeoutSeconds 60
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Entry,

        [AllowNull()]
        [AllowEmptyCollection()]
        [string[]] $Name = @(),

        [AllowNull()]
        [AllowEmptyCollection()]
        [object[]] $Pool = @(),

        [Parameter(Mandatory = $true)]
        [int] $TimeoutSeconds
    )

    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $stopping = $Entry.closing.kind -eq 'pools'
    $text = [string] (Read-TextFile -Path "$($Entry.path)\web.config")
    $inside = $text -match '<aspNetCore\b[^>]*\bhostingModel\s*=\s*"inprocess"'
    $old = @($Pool | ForEach-Object -Process { $_.Workers })
    $names = @($Pool | ForEach-Object -Process { $_.Name })
    $recycled = $stopping
    while ($true) {
        $left = @()
        if ($old.Count -gt 0 -and ($stopping -or $inside)) {
            $left = @(Get-LivePool -Name $names | ForEach-Object -Process { $_.Workers } |
                    Where-Object -FilterScript { $old -contains $_ })
        }
        $held = Find-HeldFile -Path $Entry.path -Name $Name
        $seconds = $watch.Elapsed.TotalSeconds
        if (-not $held -and ($left.Count -eq 0 -or $seconds -ge $TimeoutSeconds)) {
            return
        }
        if ($seconds -ge $TimeoutSeconds) {
            $file = '{0}\{1}' -f $Entry.path, $held.Replace('/', '\')
            throw (New-HeldFileError -Path $file -Seconds $TimeoutSeconds)
        }
        if (-not $recycled -and $seconds -ge $TimeoutSeconds / 2) {
            $recycled = $true
            foreach ($running in @(Get-LivePool -Name $names)) {
                if ($running.State -eq 'Started' -and $running.Workers.Count -gt 0 -and
                    $PSCmdlet.ShouldProcess("pool $($running.Name)", 'Recycle')) {
                    $null = Invoke-IisRetry -Action {
                        $null = (Get-IisObject -Kind 'pool' -Name $running.Name).Recycle()
                    }
                }
            }
        }
        Update-OfflinePage -Path $Entry.path -Seconds $seconds
        Start-Sleep -Milliseconds 250
    }
}
