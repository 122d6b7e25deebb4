function Open-HostUpload {
    <#
    .SYNOPSIS
    Tells how much of an upload this host has, and makes the folder that it goes to.
    .DESCRIPTION
    For files that belong to no site, such as an installer: they are collected in the protected folder of iisfleet,
    named by their hash, so that a later run can go on with what has arrived. Bookkeeping: no changes.
    .PARAMETER Name
    The file: its SHA-256 and its extension.
    .EXAMPLE
    Open-HostUpload -Name "$hash.exe"
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[0-9a-f]{64}\.[a-z]{3}$')]
        [string] $Name
    )

    $file = '{0}\{1}' -f (Initialize-HostFolder -Name 'incoming'), $Name
    $item = Get-Item -LiteralPath $file -Force -ErrorAction SilentlyContinue
    $there = if ($null -eq $item) { [long] 0 } else { $item.Length }
    New-StepResult -Data @{ file = $file; there = $there }
}
