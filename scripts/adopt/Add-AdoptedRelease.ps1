function Add-AdoptedRelease {
    <#
    .SYNOPSIS
    Keeps what a hand-made site serves as a release of its own, and writes down that iisfleet may touch the site.
    .DESCRIPTION
    What IIS serves is copied into the store (junctions are not followed; what is preserved is left out, and so is
    what it serves as something else), the settings of pool and application are saved, then the journal says
    adopted: a rollback can go back to before iisfleet. Nothing that is served changes. A target that the journal
    knows already is left alone, and so is one that IIS does not have.
    .PARAMETER Target
    What is adopted: a site or an application of one.
    .PARAMETER Path
    Its store.
    .PARAMETER Content
    The folder that is to be published in place; $null if releases are switched. If it is what IIS serves, the
    store will say that it was last published from the adopted release.
    .PARAMETER Preserve
    Relative paths that no publish touches.
    .PARAMETER Site
    The site.
    .PARAMETER Application
    The path of the application.
    .PARAMETER Run
    The run that adopts it.
    .PARAMETER Who
    Who started that run.
    .EXAMPLE
    Add-AdoptedRelease -Target 'Shop' -Path 'C:\inetpub\shop.iisfleet' -Content 'C:\inetpub\shop' -Site 'Shop' `
        -Run 'r1' -Who 'me@pc'
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
        [ValidatePattern('^[A-Za-z]:\\')]
        [string] $Path,

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Content = '',

        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Preserve = @(),

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Site,

        [ValidatePattern('^/')]
        [string] $Application = '/',

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9._-]+$')]
        [string] $Run,

        [AllowEmptyString()]
        [string] $Who = ''
    )

    $known = @(Get-LiveEntry -Target $Target)
    $served = Get-SitePhysicalPath -Site $Site -Application $Application | Select-Object -First 1
    if ($known.Count -gt 0 -or -not $served) {
        $release = if ($known.Count -gt 0) { [string] $known[-1]['release'] } else { $null }
        return New-StepResult -Data @{ target = $Target; release = $release; adopted = $false }
    }
    if ($served -notmatch '^[A-Za-z]:\\[^\\]' -or -not (Test-Path -LiteralPath $served -PathType Container)) {
        throw (New-StepError -Message "The content of $Target cannot be kept as a release." -Kind 'content' `
                -Expected 'a folder of this host' -Found $served `
                -Remedy "Correct its physical path in IIS, or leave $Target out of the inventory.")
    }
    $except = Get-AdoptedPattern -Path $Path -Content $served -Preserve $Preserve
    $listed = Get-LiveFile -Path $served -Except $except
    $manifest = Get-FileManifest -Path $served -Name $listed.Files
    $id = 'adopted-' + $manifest.Sha256.Substring(0, 10)
    $changes = @()
    $there = Get-ReleaseContent -Path $Path -Release $id
    if ($null -eq $there -or $there.Sha256 -ne $manifest.Sha256) {
        $changes += New-Change -Path "release/$Target/$id" -Before $null -After $manifest.Sha256
    }
    $changes += New-Change -Path "adopted/$Target" -Before $null -After $id
    if ($PSCmdlet.ShouldProcess($Target, "Adopt as release $id")) {
        if ($changes.Count -gt 1) {
            Copy-AdoptedContent -Target $Target -Path $Path -Content $served -Release $id -Manifest $manifest
        }
        $saved = @{ Target = $Target; Site = $Site; Application = $Application; Release = $id }
        $pool = Get-ApplicationPool -Site $Site -Application $Application
        $null = Save-ReleaseSettings @saved -Pool $pool -Folder $(if ($Content) { $Content } else { $Path })
        if ($Content -and $served -eq $Content.TrimEnd('\')) {
            Write-TextFile -Path "$Path\current" -Text $id
        }
        $null = Add-JournalEntry -Entry @{
            event = 'adopted'; run = $Run; who = $Who; target = $Target; site = $Site
            release = $id; manifest = $manifest.Sha256
        }
    }
    $warnings = @($listed.Links | ForEach-Object -Process {
            "$served\$($_.Replace('/', '\')) leads to another place: it is no part of the release."
        })
    $warnings += @(Get-OtherFolder -Content $served -Preserve $Preserve | ForEach-Object -Process {
            "$served\$($_.Path.Replace('/', '\')) is no part of the release: IIS serves it as $($_.Name)."
        })
    New-StepResult -Change $changes -Warning $warnings -Data @{
        target = $Target; release = $id; adopted = $true; files = $manifest.Count
    }
}
