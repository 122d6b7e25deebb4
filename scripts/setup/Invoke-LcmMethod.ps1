function Invoke-LcmMethod {
    <#
    .SYNOPSIS
    Calls a method of DSC's Local Configuration Manager and gives its out parameters by name.
    .DESCRIPTION
    By CIM on this host. Start-DscConfiguration and its kin open a WSMan session over HTTP, which a host may not
    have. Arrays of instances are streamed on some versions of Windows: they are collected here.
    .PARAMETER Name
    The method.
    .PARAMETER Argument
    Its arguments; a document as bytes.
    .PARAMETER TimeoutSeconds
    How long the call may take; 0 for the default of CIM.
    .EXAMPLE
    (Invoke-LcmMethod -Name 'GetMetaConfiguration')['MetaConfiguration'].LCMState
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [hashtable] $Argument = @{},

        [int] $TimeoutSeconds = 0
    )

    $call = @{
        Namespace  = 'root/Microsoft/Windows/DesiredStateConfiguration'
        ClassName  = 'MSFT_DSCLocalConfigurationManager'
        MethodName = $Name
        Arguments  = $Argument
    }
    if ($TimeoutSeconds -gt 0) {
        $call['OperationTimeoutSec'] = [uint32] $TimeoutSeconds
    }
    $output = @{}
    $reads = @('GetMetaConfiguration', 'TestConfiguration', 'GetConfiguration') -contains $Name
    if (-not $reads -and -not $PSCmdlet.ShouldProcess('Local Configuration Manager', $Name)) {
        return $output
    }
    # A plan asks too: the command itself would take -WhatIf for a reason to do nothing.
    # All errors are awaited: to stop at the first would break off what the LCM does with the other resources.
    $parts = @(Invoke-CimMethod @call -WhatIf:$false -ErrorAction Continue 2>&1)
    $problems = @($parts | Where-Object -FilterScript { $_ -is [System.Management.Automation.ErrorRecord] })
    if ($problems.Count -eq 1) {
        throw $problems[0]
    }
    if ($problems.Count -gt 1) {
        throw (@($problems | ForEach-Object -Process { $_.Exception.Message } | Select-Object -Unique) -join ' ')
    }
    foreach ($part in $parts) {
        if ($null -ne $part.PSObject.Properties['ItemValue']) {
            if (-not $output.ContainsKey($part.ParameterName)) {
                $output[$part.ParameterName] = @()
            }
            $output[$part.ParameterName] += @($part.ItemValue)
        }
        else {
            foreach ($property in $part.PSObject.Properties) {
                $output[$property.Name] = $property.Value
            }
        }
    }
    $output
}
