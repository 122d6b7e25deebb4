# iisfleet VERSION, script restart/starting+publishing. What stands here is exactly what runs; it runs alone.
# No CmdletBinding: an advanced script would refuse the content that arrives as pipeline input.
param(
    [System.Collections.IDictionary] $Secrets = @{},
    [switch] $WhatIf
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$ConfirmPreference = 'None'
$WhatIfPreference = [bool] $WhatIf
if ("$($ExecutionContext.SessionState.LanguageMode)" -ne 'FullLanguage') {
    '{"step":"Test-Endpoint","phase":"starting","status":"failed","error":{"kind":"readiness",' +
    '"message":"This endpoint does not run PowerShell in full language mode.",' +
    '"expected":"FullLanguage","found":"' + $ExecutionContext.SessionState.LanguageMode + '",' +
    '"remedy":"Name an endpoint without JEA or Constrained Language in connection.configuration_name."}}'
    '{"end":true,"status":"failed"}'
    return
}
# What compares without case follows the language of the host: in Turkish, I and i are two letters.
[System.Threading.Thread]::CurrentThread.CurrentCulture = [System.Globalization.CultureInfo]::InvariantCulture
$Content = @($input)
$script:IisFleet = @{ Phase = ''; Failed = $false; Secrets = $Secrets; Content = $Content; Manager = $null; Handle = $null }

# (the functions)

$Reverting = {
    Invoke-Step 'Resume-IisService' @{ Run = '20260102-030405-abcd'; TimeoutSeconds = 120 }
    Invoke-Step 'Set-HostDrain' @{ Flag = 'D:\sites\in-service.txt'; State = 'serving'; Run = '20260102-030405-abcd' }
    Invoke-Step 'Unlock-Host' @{ Run = '20260102-030405-abcd' }

}

try {
Invoke-Phase 'starting' {
    Invoke-Step 'Get-SessionFact' @{ }
    Invoke-Step 'Get-IisService' @{ }
    Invoke-Step 'Get-HostLock' @{ }
    Invoke-Step 'Get-HostJob' @{ Id = $null }

}
Invoke-Phase 'publishing' {
    Invoke-Step 'Save-IisService' @{ Run = '20260102-030405-abcd' }
    Invoke-Step 'Restart-IisService' @{ Run = '20260102-030405-abcd'; TimeoutSeconds = 120 }

}
if ($script:IisFleet.Failed -and -not $WhatIfPreference) {
    Invoke-Phase 'reverting' $Reverting
}
}
finally {
    # The handle that shows other sessions that a script is at work (Lock-Host).
    if ($null -ne $script:IisFleet.Handle) {
        $script:IisFleet.Handle.Dispose()
    }
}
if ($script:IisFleet.Failed) { '{"end":true,"status":"failed"}' } else { '{"end":true,"status":"ok"}' }
