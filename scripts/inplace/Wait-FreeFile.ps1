function Wait-FreeFile {
    <#
    .SYNOPSIS
    Waits until an application has ended and files of its content folder are free.
    .DESCRIPTION
    Where pools are stopped, their workers must go. Else the application has ended when its worker is another one,
    or holds no library in the folder any more; whatever is left at half the time is recycled. The files alone
    decide in the end. Fails with the file and its holder.
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
    $libraries = @()
    if (Test-Path -LiteralPath $Entry.path) {
        $libraries = [string[]] @(Get-ChildItem -LiteralPath $Entry.path -Filter '*.dll' -File |
                ForEach-Object -Process { $_.Name })
    }
    $old = @($Pool | ForEach-Object -Process { $_.Workers })
    $names = @($Pool | ForEach-Object -Process { $_.Name })
    $recycled = $stopping
    while ($true) {
        $left = @()
        if ($old.Count -gt 0) {
            $left = @(Get-LivePool -Name $names | ForEach-Object -Process { $_.Workers } |
                    Where-Object -FilterScript { $old -contains $_ })
        }
        $held = Find-HeldFile -Path $Entry.path -Name $Name
        $seconds = $watch.Elapsed.TotalSeconds
        $isBusy = $left.Count -gt 0
        if ($isBusy -and -not $stopping) {
            $isBusy = -not $recycled -and [bool] (Find-HeldFile -Path $Entry.path -Name $libraries)
        }
        if (-not $held -and (-not $isBusy -or $seconds -ge $TimeoutSeconds)) {
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
                    try {
                        $null = Invoke-IisRetry -Action {
                            $null = (Get-IisObject -Kind 'pool' -Name $running.Name).Recycle()
                        }
                    }
                    catch {
                        # It may just have stopped. The files decide, and who holds them is told.
                        Write-Verbose -Message $_.Exception.Message
                    }
                }
            }
        }
        Update-OfflinePage -Path $Entry.path -Seconds $seconds
        Start-Sleep -Milliseconds 250
    }
}
