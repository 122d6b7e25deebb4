function Set-IisSite {
    <#
    .SYNOPSIS
    Creates a site, or brings it to the settings given.
    .DESCRIPTION
    Edits the draft that Complete-IisChange commits. A setting that is $null stays as it is. The bindings are
    exact, unless they are merged; only what differs is touched, and flags of a binding other than SNI are kept.
    .PARAMETER Name
    The site.
    .PARAMETER PhysicalPath
    The folder that its root application serves; $null leaves it as it is, and is refused for a new site.
    .PARAMETER Pool
    The pool of its root application.
    .PARAMETER Preload
    Starts the application before the first request.
    .PARAMETER AutoStart
    Starts the site with the service.
    .PARAMETER Bindings
    @{ Protocol; Information = '*:80:shop'; SslFlags } each.
    .PARAMETER Merge
    Leaves the bindings that are not among them.
    .EXAMPLE
    Set-IisSite -Name 'Shop' -PhysicalPath 'C:\inetpub\shop\releases\1' -Pool 'Shop' -Bindings @(
        @{ Protocol = 'http'; Information = '*:80:shop'; SslFlags = 0 })
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[^/?]+$')]
        [string] $Name,

        [AllowEmptyString()]
        [ValidatePattern('^($|[A-Za-z]:\\|\\\\)')]
        [string] $PhysicalPath,

        [AllowEmptyString()]
        [string] $Pool,

        [System.Nullable[bool]] $Preload,

        [System.Nullable[bool]] $AutoStart,

        [AllowNull()]
        [AllowEmptyCollection()]
        [object[]] $Bindings,

        [bool] $Merge = $false
    )

    $path = "site/$Name"
    $sites = Get-IisCollection -Kind 'site'
    $site = Find-IisElement -Collection $sites -Key @{ name = $Name }
    $changes = @()
    if ($null -eq $site) {
        $ids = @($sites | ForEach-Object -Process { [long] $_.GetAttributeValue('id') })
        $id = [long] (@($ids | Sort-Object -Descending) + @(0))[0] + 1
        $site = New-IisElement -Collection $sites -Tag 'site' -Attribute @{ name = $Name; id = $id }
        $changes += New-Change -Path $path -Before $null -After 'present'
    }
    $parameters = @{ Site = $site; SiteName = $Name; Path = '/'; PhysicalPath = $PhysicalPath; Pool = $Pool }
    $changes += @(Set-IisApplicationElement @parameters -Preload $Preload)
    if ($null -ne $AutoStart) {
        $changes += @(Set-IisAttribute -Element $site -Name 'serverAutoStart' -Value $AutoStart `
                -Path "$path/serverAutoStart")
    }
    if ($null -ne $Bindings) {
        $changes += @(Set-IisBinding -Site $site -Name $Name -Binding $Bindings -Merge $Merge)
    }
    if ($changes.Count -gt 0) {
        $commit = $PSCmdlet.ShouldProcess($path, 'Set')
        Register-IisChange -Name 'Set-IisSite' -Parameter $PSBoundParameters -Commit $commit
    }
    New-StepResult -Change $changes
}
