function Get-IisFolder {
    <#
    .SYNOPSIS
    Gives each folder that IIS serves, and as what.
    .DESCRIPTION
    Of all sites, applications and virtual directories: Site, Application, Directory ('/' is the application's own
    folder), Pool, and Path, in which variables such as %SystemDrive% are expanded. Name is what people call it:
    the site, Shop/api, or Shop/api/images.
    .EXAMPLE
    Get-IisFolder | Where-Object -FilterScript { $_.Pool -eq 'Shop' }
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    foreach ($site in (Get-IisCollection -Kind 'site')) {
        foreach ($application in $site.GetCollection()) {
            foreach ($directory in $application.GetCollection()) {
                $names = @($site.GetAttributeValue('name'), $application.GetAttributeValue('path'),
                    $directory.GetAttributeValue('path'))
                $raw = [string] $directory.GetAttributeValue('physicalPath')
                [PSCustomObject]@{
                    Site        = [string] $names[0]
                    Application = [string] $names[1]
                    Directory   = [string] $names[2]
                    Name        = -join @($names | ForEach-Object -Process { ([string] $_).TrimEnd('/') })
                    Pool        = [string] $application.GetAttributeValue('applicationPool')
                    Path        = [System.Environment]::ExpandEnvironmentVariables($raw).TrimEnd('\')
                }
            }
        }
    }
}
