function Copy-SiteContent {
    <#
    .SYNOPSIS
    Makes the content of one target that of its release, and proves it.
    .DESCRIPTION
    The part of Publish-Content that acts. The stage is written down before anything changes. Returns the data of
    the step.
    .PARAMETER Record
    The record of the run.
    .PARAMETER Entry
    The target's entry in it.
    .EXAMPLE
    Copy-SiteContent -Record $record -Entry $entry
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Record,

        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Entry
    )

    $source = "$($Entry.store)\releases\$($Entry.release)"
    $preserve = [string[]] @($Entry.preserve)
    $staged = @{ Store = $Entry.store; Release = $Entry.release; ManifestSha256 = $Entry.after }
    $manifest = Get-StagedManifest @staged
    $plan = Read-ContentPlan -Store $Entry.store -Run $Record.run -Sha256 $Entry.files
    $wanted = Select-ManifestLine -Text $manifest -Except (Get-PreservePattern -Preserve $preserve)
    $files = ConvertFrom-Manifest -Text $wanted
    $copied = [string[]] @(@($plan.Changed) + @($plan.Added) | ForEach-Object -Process { $_.Path } | Sort-Object)
    $removed = [string[]] @($plan.Removed | ForEach-Object -Process { $_.Path })
    Assert-ContentPath -Path $Entry.path -Name ($copied + $removed)
    if (-not $PSCmdlet.ShouldProcess($Entry.path, "Publish release $($Entry.release)")) {
        return @{}
    }
    $Entry.stage = 'publishing'
    Write-SiteContent -Record $Record
    try {
        $config = $removed -contains 'web.config'
        Remove-ContentFile -Path $Entry.path -Name @($removed | Where-Object -FilterScript { $_ -ne 'web.config' })
        $done = Invoke-ContentCopy -From $source -To $Entry.path -Preserve $preserve `
            -LogName "$($Record.run)-$($Entry.target)"
        if ($config) {
            Remove-ContentFile -Path $Entry.path -Name 'web.config'
        }
        elseif ($files.ContainsKey('web.config')) {
            Install-WebConfig -From "$source\web.config" -Path $Entry.path
        }
    }
    catch {
        throw (ConvertTo-ContentError -ErrorRecord $_ -Path $Entry.path)
    }
    Assert-SiteContent -Path $Entry.path -Manifest $wanted
    Write-TextFile -Path "$($Entry.store)\current" -Text $Entry.release
    $Entry.stage = 'published'
    Write-SiteContent -Record $Record
    $bytes = [long] 0
    foreach ($name in $copied) {
        $bytes += $files[$name].Size
    }
    @{
        copied = $copied.Count; bytes = $bytes; removed = $removed.Count; code = $done.Code; log = $done.Log
        names = [object[]] @($copied | Select-Object -First 50)
    }
}
