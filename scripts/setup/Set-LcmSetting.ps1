function Set-LcmSetting {
    <#
    .SYNOPSIS
    Gives DSC's Local Configuration Manager the settings of a setup.
    .DESCRIPTION
    What it had is kept once in the folder dsc of iisfleet's, so that a person can put it back: lcm.json to read,
    and Windows' own file, for settings that are not named here (a pull server, a certificate) get their defaults.
    .PARAMETER State
    What Get-LcmState gives.
    .PARAMETER Document
    The name of the configuration that is there; '' for none.
    .EXAMPLE
    Set-LcmSetting -State $lcm -Document ''
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [hashtable] $State,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Document
    )

    if (-not $PSCmdlet.ShouldProcess('Local Configuration Manager', 'Set')) {
        return
    }
    $file = '{0}\lcm.json' -f (Initialize-HostFolder -Name 'dsc')
    if (-not (Test-Path -LiteralPath $file)) {
        $own = "$env:windir\System32\Configuration\MetaConfig.mof"
        if (Test-Path -LiteralPath $own) {
            Copy-Item -LiteralPath $own -Destination $file.Replace('lcm.json', 'MetaConfig.mof')
        }
        $saved = $State.Clone()
        $saved['document'] = $Document
        Write-TextFile -Path $file -Text (ConvertTo-Json -InputObject $saved -Compress)
    }
    $text = @(
        'instance of MSFT_DSCMetaConfiguration as $MSFT_DSCMetaConfiguration1ref'
        '{'
        ' RefreshMode = "Push";'
        ' ConfigurationMode = "ApplyOnly";'
        ' RebootNodeIfNeeded = False;'
        ' ActionAfterReboot = "StopConfiguration";'
        '};'
        'instance of OMI_ConfigurationDocument'
        '{'
        ' Version="2.0.0";'
        ' MinimumCompatibleVersion = "1.0.0";'
        ' CompatibleVersionAdditionalProperties= {"MSFT_DSCMetaConfiguration:StatusRetentionTimeInDays"};'
        ' Name="IisFleetSettings";'
        '};'
    ) -join "`r`n"
    $encoding = [System.Text.Encoding]::Unicode
    $bytes = [byte[]] ($encoding.GetPreamble() + $encoding.GetBytes($text))
    $argument = @{ ConfigurationData = [byte[]] (ConvertTo-LcmData -Mof $bytes) }
    $null = Invoke-LcmMethod -Name 'SendMetaConfigurationApply' -Argument $argument
}
