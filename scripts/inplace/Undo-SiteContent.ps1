function Undo-SiteContent {
    <#
    .SYNOPSIS
    Puts the content of one target back, and returns a sentence for each thing that cannot be.
    .DESCRIPTION
    Compares by hash: what was not changed yet is left as it is, so that it can be done again. A copy that is
    damaged is replaced by the same file of the release that was live before, if that has its hash.
    .PARAMETER Record
    The record of the run.
    .PARAMETER Entry
    The target's entry in it.
    .PARAMETER TimeoutSeconds
    How long to wait until the files are free.
    .EXAMPLE
    Undo-SiteContent -Record $record -Entry $entry -TimeoutSeconds 60
    .OUTPUTS
    System.String
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Record,

        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Entry,

        [Parameter(Mandatory = $true)]
        [int] $TimeoutSeconds
    )

    if (-not $PSCmdlet.ShouldProcess($Entry.path, "Put back what was there before run $($Record.run)")) {
        return
    }
    try {
        $plan = Read-ContentPlan -Store $Entry.store -Run $Record.run -Sha256 $Entry.files
        $names = @(@($plan.Changed) + @($plan.Removed) + @($plan.Added) | ForEach-Object -Process { $_.Path })
        Assert-ContentPath -Path $Entry.path -Name $names
    }
    catch {
        return '{0} {1}' -f $_.Exception.Message, $_.Exception.Data['IisFleet.Found']
    }
    $steps = @(Get-UndoStep -Path $Entry.path -Plan $plan)
    if ($steps.Count -gt 0 -and $null -ne $Entry.closing) {
        $held = @($steps | ForEach-Object -Process { $_.Path })
        try {
            $null = Close-SiteContent -Record $Record -Entry $Entry -Name $held -TimeoutSeconds $TimeoutSeconds
        }
        catch {
            # What is free can be put back all the same; what is not is told below.
            Write-Verbose -Message $_.Exception.Message
        }
    }
    # A file stands where a folder was, or the other way round: what has come goes first.
    $problems = @(Invoke-UndoStep -Record $Record -Entry $Entry `
            -Step @($steps | Where-Object -FilterScript { -not $_.Sha256 }))
    foreach ($folder in @($plan.Folders | Sort-Object -Property 'Length' -Descending)) {
        Remove-EmptyFolder -Path "$($Entry.path)\$($folder.Replace('/', '\'))"
    }
    $problems += @(Invoke-UndoStep -Record $Record -Entry $Entry `
            -Step @($steps | Where-Object -FilterScript { $_.Sha256 }))
    if ($problems.Count -eq 0) {
        $problems = @(Get-UndoStep -Path $Entry.path -Plan $plan | ForEach-Object -Process {
                '{0}\{1} is not as it was' -f $Entry.path, $_.Path.Replace('/', '\')
            })
    }
    if ($problems.Count -eq 0) {
        if ($Entry.before) {
            Write-TextFile -Path "$($Entry.store)\current" -Text $Entry.before
        }
        elseif (Test-Path -LiteralPath "$($Entry.store)\current") {
            Remove-Item -LiteralPath "$($Entry.store)\current" -Force
        }
    }
    $problems
}
