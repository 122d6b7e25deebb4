function Set-IisSavedState {
    <#
    .SYNOPSIS
    Makes the draft what a saved state says, and returns the changes.
    .DESCRIPTION
    Sites, pools and authentication. What did not exist is removed; what is missing is made again; else only what
    differs is touched, so that a second call returns nothing.
    .PARAMETER State
    What Get-IisSavedState returned.
    .EXAMPLE
    Set-IisSavedState -State (Get-IisSavedState -Run 'r1')
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $State
    )

    foreach ($site in @($State.sites)) {
        Set-IisAuthenticationState -Site $site.name -State @($site.locations)
    }
    foreach ($group in @(@{ Kind = 'pool'; Items = $State.pools }, @{ Kind = 'site'; Items = $State.sites })) {
        $kind = $group.Kind
        $collection = Get-IisCollection -Kind $kind
        foreach ($saved in @($group.Items)) {
            $path = '{0}/{1}' -f $kind, $saved.name
            if ($null -ne $saved.element) {
                Set-IisSavedItem -Collection $collection -Key @{ name = $saved.name } -State $saved.element `
                    -Path $path
                continue
            }
            $element = Find-IisElement -Collection $collection -Key @{ name = $saved.name }
            if ($null -ne $element) {
                $null = $collection.Remove($element)
                New-Change -Path $path -Before 'present' -After $null
            }
        }
    }
}
