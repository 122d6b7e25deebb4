function Write-SiteContent {
    <#
    .SYNOPSIS
    Writes down how far a run is with the content of its sites.
    .DESCRIPTION
    Before each stage begins: whoever finds the host later, in whatever process, knows from it what to put back.
    .PARAMETER Record
    What Read-SiteContent gave, changed.
    .EXAMPLE
    Write-SiteContent -Record $record
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Record
    )

    $file = "$(Get-HostFolder)\state\$($Record.run).content.json"
    if ($PSCmdlet.ShouldProcess($file, 'Write')) {
        $null = Initialize-HostFolder -Name 'state'
        Write-TextFile -Path $file -Text (ConvertTo-Json -InputObject $Record -Depth 8 -Compress)
    }
}
