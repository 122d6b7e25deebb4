function ConvertTo-ApplicationDeclaration {
    <#
    .SYNOPSIS
    Tells how an application is set, in the terms that an inventory knows.
    .DESCRIPTION
    Also which folders lie in its content: among them are those that it writes to.
    .PARAMETER Application
    The element of the application.
    .EXAMPLE
    ConvertTo-ApplicationDeclaration -Application $application
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Application
    )

    $folder = $null
    $unsaid = @(Get-UnsaidSetting -Element $Application -Known @('path', 'applicationPool', 'preloadEnabled', '*'))
    foreach ($directory in $Application.GetCollection()) {
        $place = [string] $directory.GetAttributeValue('path')
        $raw = [string] $directory.GetAttributeValue('physicalPath')
        $expanded = [System.Environment]::ExpandEnvironmentVariables($raw).TrimEnd('\')
        if ($place -eq '/') {
            $folder = $expanded
            $unsaid += @(Get-UnsaidSetting -Element $directory -Known @('path', 'physicalPath'))
        }
        else {
            $unsaid += @{ path = "virtualDirectory$place"; value = $expanded }
        }
    }
    @{
        path    = [string] $Application.GetAttributeValue('path')
        pool    = [string] $Application.GetAttributeValue('applicationPool')
        preload = [bool] $Application.GetAttributeValue('preloadEnabled')
        folder  = $folder
        folders = [object[]] @(Get-ContentFolder -Path $folder)
        unsaid  = [object[]] $unsaid
    }
}
