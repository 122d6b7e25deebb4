function global:Invoke-CimMethod {
    [CmdletBinding(SupportsShouldProcess = $true)]
    param(
        [Parameter(Mandatory = $true)] [string] $Namespace,
        [Parameter(Mandatory = $true)] [string] $ClassName,
        [Parameter(Mandatory = $true)] [string] $MethodName,
        [System.Collections.IDictionary] $Arguments = @{},
        [uint32] $OperationTimeoutSec
    )

    if ("$Namespace/$ClassName" -ne 'root/Microsoft/Windows/DesiredStateConfiguration/MSFT_DSCLocalConfigurationManager') {
        throw "not emulated: Invoke-CimMethod $ClassName $MethodName"
    }
    if (-not $PSCmdlet.ShouldProcess("$ClassName : $MethodName", 'Invoke-CimMethod')) { return }
    $call = @{ method = $MethodName; arguments = @{}; document = $null }
    foreach ($name in $Arguments.Keys) {
        if ($name -eq 'ConfigurationData') {
            if ($Arguments[$name] -isnot [byte[]]) { throw "Type mismatch for parameter `"$name`"" }
            $call.document = [System.Convert]::ToBase64String($Arguments[$name])
        }
        elseif ($Arguments[$name] -isnot [bool] -and $Arguments[$name] -isnot [uint32]) {
            throw "Type mismatch for parameter `"$name`""
        }
        else {
            $call.arguments[$name] = $Arguments[$name]
        }
    }
    $instance = { param($table) if ($table -is [hashtable]) { [PSCustomObject] $table } else { $table } }
    try {
        $answer = [Winlab.Rpc]::Call('lcm.invoke', $call)
    }
    catch {
        $message = $_.Exception.GetBaseException().Message
        Write-Error -Message $message -ErrorId $(if ($message -like 'Invalid namespace*') { 'HRESULT 0x8004100e' } else { 'HRESULT 0x1' })
        return
    }
    $result = @{ PSComputerName = $null; ReturnValue = [uint32] 0 }
    foreach ($name in $answer.Keys) {
        # What is an array of instances in this class is streamed, as far as the class says so: GetConfiguration.
        if ($name -eq 'configurations') {
            foreach ($item in $answer[$name]) {
                [PSCustomObject]@{ ParameterName = $name; ItemType = 'Instance'; ItemValue = (& $instance $item) }
            }
        }
        elseif ($answer[$name] -is [object[]]) {
            $result[$name] = [object[]] @($answer[$name] | ForEach-Object -Process { & $instance $_ })
        }
        else {
            $result[$name] = & $instance $answer[$name]
        }
    }
    [PSCustomObject] $result
}
