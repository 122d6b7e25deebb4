function Get-IisManager {
    <#
    .SYNOPSIS
    Gives the ServerManager that all steps of a script share.
    .DESCRIPTION
    Steps edit one draft of applicationHost.config in memory; Complete-IisChange commits it once. The assembly is
    loaded by its path and its version is asserted: by name, the one of IIS Express (7.9.0.0) may come, which
    edits another file.
    .PARAMETER Renew
    Throws the draft away and reads the configuration again.
    .EXAMPLE
    $manager = Get-IisManager
    .OUTPUTS
    Microsoft.Web.Administration.ServerManager
    #>
    [CmdletBinding()]
    [OutputType([object])]
    param(
        [switch] $Renew
    )

    if ($Renew -and $null -ne $script:IisFleet['Manager']) {
        $script:IisFleet['Manager'].Dispose()
        $script:IisFleet['Manager'] = $null
    }
    if ($null -eq $script:IisFleet['Manager']) {
        $typeName = 'Microsoft.Web.Administration.ServerManager'
        if ($null -eq ($typeName -as [type])) {
            $file = "$env:windir\System32\inetsrv\Microsoft.Web.Administration.dll"
            if (-not (Test-Path -LiteralPath $file)) {
                throw (New-StepError -Message 'The management API of IIS is not on this host.' -Kind 'readiness' `
                        -Expected $file -Found 'no such file' `
                        -Remedy 'Run invoke setup: it installs IIS with its management API.')
            }
            Add-Type -LiteralPath $file
        }
        $version = [string] ($typeName -as [type]).Assembly.GetName().Version
        if ($version -ne '7.0.0.0') {
            throw (New-StepError -Message 'Another Microsoft.Web.Administration is loaded in this session.' `
                    -Expected '7.0.0.0 from inetsrv' -Found $version -Kind 'readiness' `
                    -Remedy 'Use an endpoint (connection.configuration_name) that does not load IIS Express.')
        }
        $script:IisFleet['Manager'] = New-Object -TypeName $typeName
    }
    $script:IisFleet['Manager']
}
