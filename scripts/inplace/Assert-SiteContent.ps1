function Assert-SiteContent {
    <#
    .SYNOPSIS
    Fails unless every file of a manifest is in a folder with its hash.
    .DESCRIPTION
    Reads each file back. What else lies there does not count.
    .PARAMETER Path
    The folder.
    .PARAMETER Manifest
    The lines of the manifest that count.
    .EXAMPLE
    Assert-SiteContent -Path 'C:\inetpub\shop' -Manifest $wanted
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Manifest
    )

    $wanted = ConvertFrom-Manifest -Text $Manifest
    $names = [string[]] @($wanted.psbase.Values | ForEach-Object -Process { $_.Path })
    $found = Get-FileManifest -Path $Path -Name $names
    if ($found.Text -ceq $Manifest) {
        return
    }
    $wrong = [string[]] @(Compare-Manifest -Wanted $Manifest -Found $found.Text)
    throw (New-StepError -Message "The files in $Path are not those of the release." -Kind 'content' `
            -Expected 'each file with the hash of the manifest' `
            -Found "$($wrong.Count) others: $(@($wrong | Select-Object -First 5) -join ', ')" `
            -Remedy 'Find out who writes there (preserve: is for what the app writes), then deploy again.')
}
