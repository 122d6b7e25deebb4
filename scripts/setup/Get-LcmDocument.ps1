function Get-LcmDocument {
    <#
    .SYNOPSIS
    Gives the name of the configuration that DSC's Local Configuration Manager holds.
    .DESCRIPTION
    Returns nothing if it has none. The file is encrypted: the resources are asked, each knows its configuration.
    Where that fails though there is a file, the answer is '?': somebody's, whose resources do not run.
    .EXAMPLE
    Get-LcmDocument
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    $found = @()
    try {
        $output = Invoke-LcmMethod -Name 'GetConfiguration'
        $found = @($output['configurations'] | Where-Object -FilterScript { $null -ne $_ })
    }
    catch {
        Write-Verbose -Message $_.Exception.Message
    }
    if ($found.Count -gt 0) {
        return [string] $found[0].ConfigurationName
    }
    if (Test-Path -LiteralPath "$env:windir\System32\Configuration\Current.mof") {
        '?'
    }
}
