function Set-IisApplicationElement {
    <#
    .SYNOPSIS
    Gives an application of a site of the draft its folder, pool and preload, and returns the changes.
    .DESCRIPTION
    The root application counts as the site itself in the paths of changes.
    .PARAMETER Site
    The element of the site.
    .PARAMETER SiteName
    The name of the site.
    .PARAMETER Path
    / or /api.
    .PARAMETER PhysicalPath
    The folder that the application serves; empty leaves it as it is.
    .PARAMETER Pool
    Its pool; empty leaves it as it is.
    .PARAMETER Preload
    Starts the application before the first request; $null leaves it as it is.
    .EXAMPLE
    Set-IisApplicationElement -Site $site -SiteName 'Shop' -Path '/' -PhysicalPath 'C:\inetpub\shop\releases\1'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Site,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $SiteName,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^/')]
        [string] $Path,

        [AllowEmptyString()]
        [string] $PhysicalPath,

        [AllowEmptyString()]
        [string] $Pool,

        [System.Nullable[bool]] $Preload
    )

    $changePath = Get-IisItemPath -Parent "site/$SiteName" -Tag 'application' -Name $Path
    $pools = Get-IisCollection -Kind 'pool'
    if ($Pool -and $null -eq (Find-IisElement -Collection $pools -Key @{ name = $Pool })) {
        throw (New-StepError -Message "There is no pool $Pool for $changePath." -Expected 'a pool of that name' `
                -Found 'none' -Kind 'missing' -Remedy 'Declare the pool: Set-IisPool comes before the site.')
    }
    $applications = $Site.GetCollection()
    $application = Find-IisElement -Collection $applications -Key @{ path = $Path }
    if ($null -eq $application -and -not $PhysicalPath) {
        throw (New-StepError -Message "$changePath is not there, and without content it cannot be made." `
                -Expected 'what is there already, or a folder to serve' -Found 'neither' -Kind 'missing' `
                -Remedy 'Name a package in the inventory, or give --package.')
    }
    if ($null -eq $application) {
        $application = New-IisElement -Collection $applications -Tag 'application' -Attribute @{ path = $Path }
        if ($Path -ne '/') {
            New-Change -Path $changePath -Before $null -After 'present'
        }
    }
    $folders = $application.GetCollection()
    $folder = Find-IisElement -Collection $folders -Key @{ path = '/' }
    if ($null -eq $folder) {
        $folder = New-IisElement -Collection $folders -Tag 'virtualDirectory' -Attribute @{ path = '/' }
    }
    $present = [System.Environment]::ExpandEnvironmentVariables([string] $folder.GetAttributeValue('physicalPath'))
    if ($PhysicalPath -and $present.TrimEnd('\') -ne $PhysicalPath.TrimEnd('\')) {
        Set-IisAttribute -Element $folder -Name 'physicalPath' -Value $PhysicalPath `
            -Path "$changePath/physicalPath"
    }
    if ($Pool) {
        Set-IisAttribute -Element $application -Name 'applicationPool' -Value $Pool `
            -Path "$changePath/applicationPool"
    }
    if ($null -ne $Preload) {
        Set-IisAttribute -Element $application -Name 'preloadEnabled' -Value $Preload `
            -Path "$changePath/preloadEnabled"
    }
}
