function Backup-SiteContent {
    <#
    .SYNOPSIS
    Copies the files that a publish changes or removes, and lists them.
    .DESCRIPTION
    Into <store>\before\<run>, each through to the disk and compared by hash: what changed while it was copied is
    an error, nothing has been touched yet.
    .PARAMETER Entry
    The target's entry in the record of the run; gets the hash of the list.
    .PARAMETER Run
    The id of the run.
    .PARAMETER Plan
    What Get-ContentPlan gave.
    .EXAMPLE
    Backup-SiteContent -Entry $entry -Run 'r1' -Plan $plan
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Entry,

        [Parameter(Mandatory = $true)]
        [string] $Run,

        [Parameter(Mandatory = $true)]
        [object] $Plan
    )

    $folder = "$($Entry.store)\before\$Run"
    if (-not $PSCmdlet.ShouldProcess($folder, 'Copy what will change')) {
        return
    }
    try {
        Remove-Tree -Path $folder
        foreach ($file in @($Plan.Changed) + @($Plan.Removed)) {
            $name = $file.Path.Replace('/', '\')
            Copy-ContentFile -From "$($Entry.path)\$name" -To "$folder\$name"
            if ((Get-ContentHash -Path "$folder\$name") -ne $file.Sha256) {
                throw (New-StepError -Message "$($Entry.path)\$name is being written to." -Kind 'content' `
                        -Expected 'a file that does not change while it is copied' -Found 'another hash' `
                        -Remedy 'Name it in preserve: if the app writes it; else deploy again.')
            }
        }
        $Entry.files = Write-ContentPlan -Store $Entry.store -Run $Run -Plan $Plan
    }
    catch {
        throw (ConvertTo-ContentError -ErrorRecord $_ -Path $folder)
    }
}
