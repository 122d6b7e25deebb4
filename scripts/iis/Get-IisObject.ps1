function Get-IisObject {
    <#
    .SYNOPSIS
    Gives the running pool or site: what can be started, stopped, recycled.
    .DESCRIPTION
    The typed object of the ServerManager; nothing if there is none of that name.
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

    $manager = Get-IisManager
    if ($Kind -eq 'pool') { $manager.ApplicationPools[$Name] } else { $manager.Sites[$Name] }
}
