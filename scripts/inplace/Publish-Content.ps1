function Publish-Content {
    <#
    .SYNOPSIS
    Publishes a release into the folder that its site serves.
    .DESCRIPTION
    Files that the release before had and this one has not go, not those of an adopted one; robocopy brings what
    differs by hash; web.config is replaced last, in one step; then every file is read back. Preserved paths,
    junctions and what IIS serves as something else are left alone. With Clean all else goes that no release has
    put there. Save-SiteContent and Suspend-Site come before it.
    .PARAMETER Run
    The id of the run.
    .PARAMETER Target
    The target.
    .PARAMETER Path
    The folder that is served.
    .PARAMETER Store
    The folder of its releases.
    .PARAMETER Release
    The id of the release.
    .PARAMETER ManifestSha256
    The hash of its manifest.
    .PARAMETER Preserve
    Relative paths that no publish touches.
    .PARAMETER Clean
    Whether files go that no release has put there.
    .EXAMPLE
    Publish-Content -Run 'r1' -Target 'Shop' -Path 'C:\inetpub\shop' -Store 'C:\inetpub\shop.iisfleet' `
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

    $kept = [string[]] @(Get-KeptPath -Content $Path -Preserve $Preserve -Release $Release)
    $where = @{ Target = $Target; Content = $Path; Store = $Store; Preserve = $kept }
    $live = Get-LiveContent @where
    $changes = @()
    $warnings = @()
    if ($live.Sha256 -ne $ManifestSha256) {
        $changes += New-Change -Path "content/$Target" -Before $live.Sha256 -After $ManifestSha256
    }
    if ($Clean) {
        $extra = Get-ExtraFile @where
        if ($extra.Files.Count -gt 0) {
            $changes += New-Change -Path "content/$Target/extra" -Before $extra.Files.Count -After 0
        }
        $warnings += @($extra.Links | ForEach-Object -Process {
                "$Path\$($_.Replace('/', '\')) stays: it is a junction or link."
            })
        $warnings += @($extra.Stays | ForEach-Object -Process {
                "$Path\$_ stays: it is from before this site was published in place. Delete it if nobody needs it."
            })
    }
    $data = @{ copied = 0; bytes = [long] 0; removed = 0; code = 0; log = $null; names = @() }
    if ($changes.Count -gt 0 -and $PSCmdlet.ShouldProcess($Path, "Publish release $Release")) {
        $record = Read-SiteContent -Run $Run
        $entry = Find-ContentEntry -Record $record -Target $Target
        if ($null -eq $entry) {
            throw (New-StepError -Message "What run $Run changes in $Path is not saved." -Kind 'state' `
                    -Expected 'Save-SiteContent before it' -Found 'no record' -Remedy 'Deploy again.')
        }
        $data = Copy-SiteContent -Record $record -Entry $entry
        $script:IisFleet['Live'].Remove($Target)
    }
    elseif ($live.Release -ne $Release -and $PSCmdlet.ShouldProcess("$Store\current", 'Write')) {
        # The same content under another name.
        Write-TextFile -Path "$Store\current" -Text $Release
    }
    New-StepResult -Change $changes -Data $data -Warning $warnings
}
