function Invoke-RunOnce {
    <#
    .SYNOPSIS
    Runs a command of a release that is to run once, such as a migration of a database.
    .DESCRIPTION
    In the release's folder, before anything of it is live. The journal then says so, and the same release does not
    run it again on this host. Anything but exit code 0 is a failure; so is one that does not end in time, which is
    ended.
    .PARAMETER Target
    Site, or site and application path.
    .PARAMETER Path
    Folder that holds the releases.
    .PARAMETER Release
    Id of the release.
    .PARAMETER Run
    The id of the run.
    .PARAMETER Command
    A file of the release, or a program that Windows finds by PATH.
    .PARAMETER Arguments
    Its arguments. No secret may be among them: command lines are audited.
    .PARAMETER TimeoutSeconds
    How long it may take.
    .EXAMPLE
    Invoke-RunOnce -Target 'Shop' -Path 'C:\inetpub\shop' -Release '1.2.0-0a1b2c3d4e' -Run 'r2' -Command 'dotnet' `
        -Arguments 'Shop.Migrations.dll' -TimeoutSeconds 600
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Release,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._-]*$')]
        [string] $Run,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Command,

        [AllowEmptyCollection()]
        [string[]] $Arguments = @(),

        [ValidateRange(1, 86400)]
        [int] $TimeoutSeconds = 600
    )

    $ran = @((Read-Journal).Entries | Where-Object -FilterScript {
            $_['event'] -eq 'ran-once' -and $_['target'] -eq $Target -and $_['release'] -eq $Release
        })
    if ($ran.Count -gt 0) {
        return New-StepResult -Data @{ ran = $false; seconds = $null; output = $null }
    }
    $change = New-Change -Path "run-once/$Target" -Before $null -After $Release
    if (-not $PSCmdlet.ShouldProcess("$Command $Arguments", "Run once for $Target $Release")) {
        return New-StepResult -Change $change -Data @{ ran = $false; seconds = $null; output = $null }
    }
    $folder = "$Path\releases\$Release"
    if (-not (Test-Path -LiteralPath $folder)) {
        throw (New-StepError -Message "The release $Release of $Target is not on this host." -Kind 'run-once' `
                -Expected "the folder $folder" -Found 'no such folder' -Remedy 'Run the same command again.')
    }
    $program = $Command
    if (Test-Path -LiteralPath "$folder\$Command" -PathType Leaf) {
        $program = "$folder\$Command"
    }
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $next = 'Mend what it says, or the command in run_once, then deploy again: it runs again then. ' +
        'What it has done by then stays.'
    try {
        $ended = Invoke-Program -FilePath $program -ArgumentList $Arguments -Folder $folder `
            -TimeoutSeconds $TimeoutSeconds
    }
    catch {
        throw (New-StepError -Message "$Command, which is to run once for $Target, cannot be started." `
                -Kind 'run-once' -Expected "a file of the release, or a program in PATH" `
                -Found $_.Exception.GetBaseException().Message `
                -Remedy 'Correct run_once in the inventory, or publish the program with the release.')
    }
    # Its last lines: what a person needs to see why.
    $lines = @($ended.Text.Split("`n") | ForEach-Object -Process { $_.TrimEnd() })
    $tail = @($lines | Select-Object -Last 20) -join "`n"
    if ($ended.TimedOut -or $ended.Code -ne 0) {
        $how = "ended with code $($ended.Code)"
        if ($ended.TimedOut) {
            $how = 'did not end in time, and was ended'
        }
        throw (New-StepError -Message "$Command, which is to run once for $Target, $how." -Kind 'run-once' `
                -Expected "exit code 0 within $TimeoutSeconds s" -Found "its last lines: $tail" -Remedy $next)
    }
    $lock = Read-HostLock
    $who = if ($null -ne $lock -and $lock.run -eq $Run) { $lock.who } else { '' }
    $entry = @{ event = 'ran-once'; run = $Run; who = $who; target = $Target; release = $Release }
    $null = Add-JournalEntry -Entry $entry
    $seconds = [math]::Round($watch.Elapsed.TotalSeconds, 1)
    New-StepResult -Change $change -Data @{ ran = $true; seconds = $seconds; output = $tail }
}
