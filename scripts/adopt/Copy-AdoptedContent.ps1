function Copy-AdoptedContent {
    <#
    .SYNOPSIS
    Copies the files of a content into a new release, and proves them.
    .DESCRIPTION
    The folder takes its name only when every file in it has its hash: what the application wrote meanwhile is a
    failure, for it would be a release that never was.
    .PARAMETER Target
    What is adopted, for the message.
    .PARAMETER Path
    The store.
    .PARAMETER Content
    The content.
    .PARAMETER Release
    The id of the new release.
    .PARAMETER Manifest
    What Get-FileManifest gave.
    .EXAMPLE
    Copy-AdoptedContent -Target 'Shop' -Path $store -Content $content -Release $id -Manifest $manifest
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [string] $Content,

        [Parameter(Mandatory = $true)]
        [string] $Release,

        [Parameter(Mandatory = $true)]
        [object] $Manifest
    )

    $folder = "$Path\releases\$Release"
    $partial = "$folder.partial"
    if (-not $PSCmdlet.ShouldProcess($folder, 'Copy what is served')) {
        return
    }
    $done = $false
    try {
        Remove-Tree -Path $partial
        $null = New-Item -Path $partial -ItemType Directory -Force
        # psbase: a file may be called Values, and would be taken for the property.
        $entries = @((ConvertFrom-Manifest -Text $Manifest.Text).psbase.Values)
        Copy-ReleaseFile -From $Content -Path $partial -File $entries
        $made = Get-FileManifest -Path $partial
        if ($made.Sha256 -ne $Manifest.Sha256) {
            throw (New-StepError -Message "The content of $Target changed while it was copied." -Kind 'content' `
                    -Expected $Manifest.Sha256 -Found $made.Sha256 `
                    -Remedy 'Name what the application writes in preserve: of the inventory, then adopt again.')
        }
        if (Test-Path -LiteralPath $folder) {
            Remove-Tree -Path $folder
        }
        Write-TextFile -Path "$folder.manifest" -Text $made.Text
        Rename-Folder -Path $partial -NewName $Release
        $done = $true
    }
    catch {
        throw (ConvertTo-ContentError -ErrorRecord $_ -Path $partial)
    }
    finally {
        if (-not $done) {
            Remove-Tree -Path $partial -ErrorAction Continue
        }
    }
}
