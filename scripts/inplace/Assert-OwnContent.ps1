function Assert-OwnContent {
    <#
    .SYNOPSIS
    Fails if a release has files in a folder that IIS serves as something else.
    .DESCRIPTION
    They would replace what another site or application serves. What is preserved is not published, so it does not
    count; nor does an adopted release, which may have been kept with the files of others: those stay as they are.
    .PARAMETER Content
    The content.
    .PARAMETER Release
    The id of the release.
    .PARAMETER Manifest
    The text of its manifest.
    .PARAMETER Preserve
    Relative paths that no publish touches.
    .EXAMPLE
    Assert-OwnContent -Content 'C:\inetpub\shop' -Release '1.1-0a1b2c3d4e' -Manifest $text
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Content,

        [Parameter(Mandatory = $true)]
        [string] $Release,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Manifest,

        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Preserve = @()
    )

    if ($Release -like 'adopted-*') {
        return
    }
    $published = Select-ManifestLine -Text $Manifest -Except (Get-PreservePattern -Preserve $Preserve)
    foreach ($folder in @(Get-OtherFolder -Content $Content -Preserve $Preserve -Application)) {
        $inside = [regex]::Matches($published, "(?im)^$([regex]::Escape($folder.Path))(/[^\t]*)?(?=\t)")
        if ($inside.Count -gt 0) {
            $place = "$Content\$($folder.Path.Replace('/', '\'))"
            throw (New-StepError -Kind 'content' -Expected "a package without files below $($folder.Path)" `
                    -Message "Release $Release has files in $place, which IIS serves as $($folder.Name)." `
                    -Found "$($inside.Count): $(@($inside | Select-Object -First 3) -join ', ')" `
                    -Remedy "Take that folder out of the package, or name $($folder.Path) in preserve:.")
        }
    }
}
