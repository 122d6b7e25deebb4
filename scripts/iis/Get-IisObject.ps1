function Get-IisObject {
    <#
    .SYNOPSIS
    Gives the running pool or site: what can be started, stopped, recycled.
    .DESCRIPTION
    The typed object of a ServerManager of its own, each time a new one: an old one keeps the states and worker
    processes that it read first, and the draft is not to be touched. Nothing if there is none of that name.
    .PARAMETER Kind
    pool or site.
    .PARAMETER Name
    Its name.
    .EXAMPLE
    $null = (Get-IisObject -Kind 'pool' -Name 'Shop').Start()
    .OUTPUTS
    Microsoft.Web.Administration.ApplicationPool
    #>
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('pool', 'site')]
        [string] $Kind,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name
    )

    if ($null -ne $script:IisFleet['Runtime']) {
        $script:IisFleet['Runtime'].Dispose()
    }
    $manager = New-Object -TypeName (Get-IisManager).GetType().FullName
    $script:IisFleet['Runtime'] = $manager
    if ($Kind -eq 'pool') { $manager.ApplicationPools[$Name] } else { $manager.Sites[$Name] }
}
