function Remove-ReleaseSettings {
    <#
    .SYNOPSIS
    Deletes the settings of a release that is gone.
    .DESCRIPTION
    Bookkeeping. Without a release those of all releases of the target that are not in Kept: a release that was
    deleted by hand leaves them behind, and secrets are in them. Missing ones are no error.
    .PARAMETER Target
    What is deployed.
    .PARAMETER Release
    The id of the release.
    .PARAMETER Kept
    The releases that stay.
    .EXAMPLE
    Remove-ReleaseSettings -Target 'Shop' -Kept @('1.0-0a1b2c3d4e')
    .OUTPUTS
    None
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseSingularNouns', '')]
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Target,

        [ValidatePattern('^([A-Za-z0-9][A-Za-z0-9._+-]*)?$')]
        [string] $Release = '',

        [AllowEmptyCollection()]
        [string[]] $Kept = @()
    )

    $folder = Get-SettingsFile -Target $Target
    if (-not (Test-Path -LiteralPath $folder)) {
        return
    }
    $files = @(Get-ChildItem -LiteralPath $folder -Filter '*.json' -File | Where-Object -FilterScript {
            if ($Release) { $_.BaseName -eq $Release } else { $Kept -notcontains $_.BaseName }
        })
    foreach ($file in $files) {
        if ($PSCmdlet.ShouldProcess("$folder\$($file.Name)", 'Delete')) {
            Remove-Item -LiteralPath "$folder\$($file.Name)" -Force
        }
    }
}
