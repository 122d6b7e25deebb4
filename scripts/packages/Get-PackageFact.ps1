function Get-PackageFact {
    <#
    .SYNOPSIS
    Tells which packages for ASP.NET Core this host has.
    .DESCRIPTION
    Hosting bundles, the module of IIS, runtimes, the Visual C++ redistributable, Web Deploy. Reads only.
    .EXAMPLE
    Get-PackageFact
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param()

    New-StepResult -Data (Get-InstalledPackage)
}
