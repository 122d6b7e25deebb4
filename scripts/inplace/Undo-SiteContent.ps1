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
        $before = @($plan.Changed) + @($plan.Removed)
        $added = [string[]] @($plan.Added | ForEach-Object -Process { $_.Path })
        $names = [string[]] @(@($before | ForEach-Object -Process { $_.Path }) + $added)
        Assert-ContentPath -Path $Entry.path -Name $names
    }
    catch {
        return '{0} {1}' -f $_.Exception.Message, $_.Exception.Data['IisFleet.Found']
    }
    if ($null -ne $Entry.closing) {
        try {
            $null = Close-SiteContent -Record $Record -Entry $Entry -Name $names -TimeoutSeconds $TimeoutSeconds
        }
        catch {
            # What is free can be put back all the same; what is not is told below.
            Write-Verbose -Message $_.Exception.Message
        }
    }
    $config = @($names | Where-Object -FilterScript { $_ -eq 'web.config' })
    # First what a crash has left beside web.config.
    $steps = @('web.config.iisfleet') + @($added | Where-Object -FilterScript { $config -notcontains $_ }) + @($before |
            Where-Object -FilterScript { $config -notcontains $_.Path }) +
        @($added | Where-Object -FilterScript { $config -contains $_ }) + @($before |
            Where-Object -FilterScript { $config -contains $_.Path })
    $problems = @(foreach ($step in $steps) {
            try {
                if ($step -is [string]) {
                    Remove-ContentFile -Path $Entry.path -Name $step
                }
                else {
                    Restore-ContentFile -Record $Record -Entry $Entry -File $step
                }
            }
            catch {
                $name = if ($step -is [string]) { $step } else { $step.Path }
                '{0}\{1}: {2}' -f $Entry.path, $name.Replace('/', '\'), $_.Exception.GetBaseException().Message
            }
        })
    foreach ($folder in @($plan.Folders | Sort-Object -Property 'Length' -Descending)) {
        Remove-EmptyFolder -Path "$($Entry.path)\$($folder.Replace('/', '\'))"
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
