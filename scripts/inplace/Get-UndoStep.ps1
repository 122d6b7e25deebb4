function Get-UndoStep {
    <#
    .SYNOPSIS
    Lists what is still to be done until a content folder is as it was before a run.
    .DESCRIPTION
    Compared by hash, so that a file that was not changed yet is left as it is. Path, and Sha256 of what it was; an
    empty one for a file that is to go. web.config comes last.
    .PARAMETER Path
    The content folder.
    .PARAMETER Plan
    What Read-ContentPlan gave.
    .EXAMPLE
    Get-UndoStep -Path 'C:\inetpub\shop' -Plan $plan
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [object] $Plan
    )

    # The last one is what a crash has left beside web.config.
    $gone = @($Plan.Added | ForEach-Object -Process { $_.Path }) + @('web.config.iisfleet')
    $steps = @(foreach ($name in $gone) {
            if (Test-Path -LiteralPath "$Path\$($name.Replace('/', '\'))" -PathType Leaf) {
                [PSCustomObject]@{ Path = $name; Sha256 = '' }
            }
        })
    foreach ($file in @($Plan.Changed) + @($Plan.Removed)) {
        $place = "$Path\$($file.Path.Replace('/', '\'))"
        $found = ''
        if (Test-Path -LiteralPath $place -PathType Leaf) {
            try {
                $found = Get-ContentHash -Path $place
            }
            catch {
                Write-Verbose -Message "$place cannot be read: $($_.Exception.Message)"
            }
        }
        if ($found -ne $file.Sha256) {
            $steps += [PSCustomObject]@{ Path = $file.Path; Sha256 = $file.Sha256 }
        }
    }
    $steps | Where-Object -FilterScript { $_.Path -ne 'web.config' }
    $steps | Where-Object -FilterScript { $_.Path -eq 'web.config' }
}
