function Get-ModuleGap {
    <#
    .SYNOPSIS
    Lists what is missing of a generation of the ASP.NET Core Module, as changes.
    .DESCRIPTION
    Files of both bitnesses, the registration and the section: each of them has been seen missing alone.
    Registration and section are not judged with shared configuration, where they stand on another machine.
    .PARAMETER Fact
    What Get-InstalledPackage gave.
    .PARAMETER Generation
    v1 or v2.
    .EXAMPLE
    Get-ModuleGap -Fact (Get-InstalledPackage) -Generation 'v2'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [hashtable] $Fact,

        [Parameter(Mandatory = $true)]
        [ValidateSet('v1', 'v2')]
        [string] $Generation
    )

    $place = Get-ModulePlace -Generation $Generation
    $found = $Fact.ancm[$Generation]
    if ($null -eq $found) {
        $found = @{ registered = $false; file64 = $false; file32 = $false }
    }
    if (-not $found.file64) {
        New-Change -Path "file/$($place.File64)" -Before $null -After 'present'
    }
    if (-not $found.file32 -and ${env:ProgramFiles(x86)}) {
        New-Change -Path "file/$($place.File32)" -Before $null -After 'present'
    }
    if ($Fact.sharedConfiguration) {
        return
    }
    if (-not $found.registered) {
        New-Change -Path "module/$($place.Name)" -Before $null -After 'registered'
    }
    if (-not $Fact.section) {
        New-Change -Path 'section/system.webServer/aspNetCore' -Before $null -After 'present'
    }
}
