function Set-IisAuthenticationState {
    <#
    .SYNOPSIS
    Makes the authentication of a site in the draft what was saved, and returns the changes.
    .DESCRIPTION
    A section that a location did not set then is reverted to its parent.
    .PARAMETER Site
    The site.
    .PARAMETER State
    What Get-IisAuthenticationState returned.
    .EXAMPLE
    Set-IisAuthenticationState -Site 'Shop' -State @($saved.locations)
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Site,

        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [object[]] $State
    )

    $configuration = (Get-IisManager).GetApplicationHostConfiguration()
    $now = @(Get-IisAuthenticationState -Site $Site)
    $added = @($now | Where-Object -FilterScript {
            $entry = $_
            @($State | Where-Object -FilterScript {
                    $_.location -eq $entry.location -and $_.kind -eq $entry.kind
                }).Count -eq 0
        } | ForEach-Object -Process { @{ location = $_.location; kind = $_.kind; element = $null } })
    foreach ($saved in @($State) + $added) {
        $section = $configuration.GetSection(
            "system.webServer/security/authentication/$($saved.kind)Authentication", $saved.location)
        $path = Get-IisAuthenticationPath -Location $saved.location -Kind $saved.kind
        if ($null -ne $saved.element) {
            foreach ($change in @(Set-IisElementState -Element $section -State $saved.element -Path $path)) {
                $change.path = $change.path -replace '/enabled$', ''
                $change
            }
        }
        elseif ($section.IsLocallyStored) {
            $before = $section.GetAttributeValue('enabled')
            $section.Delete()
            $parent = $configuration.GetSection(
                "system.webServer/security/authentication/$($saved.kind)Authentication", $saved.location)
            $after = $parent.GetAttributeValue('enabled')
            if ($before -ne $after) {
                New-Change -Path $path -Before $before -After $after
            }
        }
    }
}
