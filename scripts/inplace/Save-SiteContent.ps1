function Save-SiteContent {
    <#
    .SYNOPSIS
    Writes down, before anything changes, what a publish in place changes, and copies those files.
    .DESCRIPTION
    In C:\ProgramData\iisfleet\state\<run>.content.json and <Store>\before\<run>; once for a target. The staged
    files get such times that robocopy will take what differs by hash. Refuses what would lead out of the folder
    through a junction, a release with files in a folder that IIS serves as something else, and a site that
    somebody else has taken offline. Bookkeeping: no changes.
    .PARAMETER Run
    The id of the run.
    .PARAMETER Target
    The target.
    .PARAMETER Path
    The folder that is served.
    .PARAMETER Store
    The folder of its releases.
    .PARAMETER Release
    The id of the release that is published next.
    .PARAMETER ManifestSha256
    The hash of its manifest.
    .PARAMETER Preserve
    Relative paths that no publish touches.
    .PARAMETER Clean
    Whether files go that no release has put there.
    .EXAMPLE
    Save-SiteContent -Run 'r1' -Target 'Shop' -Path 'C:\inetpub\shop' -Store 'C:\inetpub\shop.iisfleet' `
        -Release '1.1-0a1b2c3d4e' -ManifestSha256 $sha256 -Preserve @('App_Data')
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9._-]+$')]
        [string] $Run,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]:\\[^\\]')]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]:\\[^\\]')]
        [string] $Store,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9][A-Za-z0-9._+-]*$')]
        [string] $Release,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[0-9a-f]{64}$')]
        [string] $ManifestSha256,

        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Preserve = @(),

        [bool] $Clean = $false
    )

    Assert-OfflinePage -Path $Path
    $record = Read-SiteContent -Run $Run
    if ($null -eq $record) {
        $record = @{ run = $Run; sequence = Get-StateSequence; targets = @() }
    }
    $entry = @($record.targets | Where-Object -FilterScript { $_.target -eq $Target -and $_.stage -ne 'saving' })
    if ($entry.Count -gt 0) {
        return New-StepResult -Data $entry[0].counts
    }
    $manifest = Get-StagedManifest -Store $Store -Release $Release -ManifestSha256 $ManifestSha256
    if ($null -eq $manifest) {
        # A plan, which has staged nothing yet.
        return New-StepResult -Data @{ changed = $null; added = $null; removed = $null; bytes = $null }
    }
    Assert-OwnContent -Content $Path -Release $Release -Manifest $manifest -Preserve $Preserve
    $Preserve = [string[]] @(Get-KeptPath -Content $Path -Preserve $Preserve -Release $Release)
    $plan = Get-ContentPlan -Target $Target -Content $Path -Store $Store -Manifest $manifest -Preserve $Preserve `
        -Clean $Clean
    $kept = @($plan.Changed) + @($plan.Removed)
    Assert-ContentPath -Path $Path -Name @($kept + @($plan.Added) | ForEach-Object -Process { $_.Path })
    $bytes = [long] 0
    foreach ($file in $kept) {
        $bytes += $file.Size
    }
    $same = $Store.Substring(0, 1) -eq $Path.Substring(0, 1)
    Assert-FreeSpace -Path $Path -Bytes $plan.Bytes -What "what is new of $Target"
    $room = if ($same) { $bytes + $plan.Bytes } else { $bytes }
    Assert-FreeSpace -Path $Store -Bytes $room -What "the files of $Target as they are now"
    $counts = @{
        changed = $plan.Changed.Count; added = $plan.Added.Count; removed = $plan.Removed.Count; bytes = $bytes
    }
    if ($PSCmdlet.ShouldProcess($Path, "Save what run $Run changes")) {
        $live = Get-LiveContent -Target $Target -Content $Path -Store $Store -Preserve $Preserve
        $entry = @{
            target = $Target; path = $Path; store = $Store; before = $live.Release; manifest = $live.Sha256
            release = $Release; after = $ManifestSha256; stage = 'saving'; offline = $null; closing = $null
            files = $null; counts = $counts; preserve = [object[]] $Preserve
        }
        $record.targets = [object[]] (@($record.targets | Where-Object -FilterScript { $_.target -ne $Target }) +
            @($entry))
        # First that there will be copies: a crash on the way must not leave any that nobody knows of.
        Write-SiteContent -Record $record
        Backup-SiteContent -Entry $entry -Run $Run -Plan $plan
        # Here, as the site is still online.
        Sync-FileTime -From "$Store\releases\$Release" -To $Path -Name $plan.Wanted `
            -Changed @($plan.Changed | ForEach-Object -Process { $_.Path })
        $entry.stage = 'saved'
        Write-SiteContent -Record $record
    }
    New-StepResult -Data $counts
}
