function Set-IisApplication {
    <#
    .SYNOPSIS
    Creates an application below a site, or brings it to the settings given.
    .DESCRIPTION
    Edits the draft that Complete-IisChange commits. A virtual directory of that path is refused: turning it into
    an application would lose its settings.
    .PARAMETER Site
    The site, which exists or is made by an earlier step.
    .PARAMETER Path
    Such as /api.
    .PARAMETER PhysicalPath
    The folder that the application serves; $null leaves it as it is, and is refused for a new application.
    .PARAMETER Pool
    Its pool.
    .PARAMETER Preload
    Starts the application before the first request; $null leaves it as it is.
    .EXAMPLE
    Set-IisApplication -Site 'Shop' -Path '/api' -PhysicalPath 'C:\inetpub\api\releases\1' -Pool 'Shop-api'
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[^/?]+$')]
        [string] $Site,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^/.*[^/]$')]
        [string] $Path,

        [AllowEmptyString()]
        [ValidatePattern('^($|[A-Za-z]:\\|\\\\)')]
        [string] $PhysicalPath,

        [AllowEmptyString()]
        [string] $Pool,

        [System.Nullable[bool]] $Preload
    )

    $element = Find-IisElement -Collection (Get-IisCollection -Kind 'site') -Key @{ name = $Site }
    if ($null -eq $element) {
        throw (New-StepError -Message "There is no site $Site for the application $Path." -Kind 'missing' `
                -Expected 'a site of that name' -Found 'none' -Remedy 'Set-IisSite comes before its applications.')
    }
    $root = Find-IisElement -Collection $element.GetCollection() -Key @{ path = '/' }
    $folder = $null
    if ($null -ne $root) {
        $folder = Find-IisElement -Collection $root.GetCollection() -Key @{ path = $Path }
    }
    if ($null -ne $folder) {
        throw (New-StepError -Message "$Path of site $Site is a virtual directory." -Kind 'conflict' `
                -Expected 'an application or nothing' -Found 'a virtual directory' `
                -Remedy "Remove the virtual directory $Path by hand.")
    }
    $parameters = @{ Site = $element; SiteName = $Site; Path = $Path; PhysicalPath = $PhysicalPath; Pool = $Pool }
    $changes = @(Set-IisApplicationElement @parameters -Preload $Preload)
    if ($changes.Count -gt 0) {
        $commit = $PSCmdlet.ShouldProcess("site/$Site/application$Path", 'Set')
        Register-IisChange -Name 'Set-IisApplication' -Parameter $PSBoundParameters -Commit $commit
    }
    New-StepResult -Change $changes
}
