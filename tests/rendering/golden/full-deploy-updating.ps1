# iisfleet VERSION, script deploy/updating. What stands here is exactly what runs; it runs alone.
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
    Invoke-Step 'Restore-IisState' @{ Run = '20260102-030405-abcd' }
    Invoke-Step 'Remove-Release' @{ Target = 'Shop'; Path = 'D:\sites\shop'; Release = '1.0.0-20468b39cb' }
    Invoke-Step 'Remove-Release' @{ Target = 'Shop/api'; Path = 'D:\sites\shop-api'; Release = '1.0.0-20468b39cb' }
    Invoke-Step 'Remove-HostGuard' @{ Run = '20260102-030405-abcd' }
    Invoke-Step 'Unlock-Host' @{ Run = '20260102-030405-abcd' }

}

try {
Invoke-Phase 'updating' {
    Invoke-Step 'Lock-Host' @{ 'Run' = '20260102-030405-abcd'; 'Who' = 'ann@ctl'; 'Controller' = 'ctl'; 'ProcessId' = 42; 'Why' = 'deploy'; 'Supersedes' = $null }
    Invoke-Step 'Install-HostGuard' @{ 'Sha256' = 'SHA-256 OF THE GUARD'; 'Gzip' = 'THE GUARD' }
    Invoke-Step 'Set-SiteFolder' @{ 'Path' = 'D:\sites\shop'; 'Sddl' = 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'; 'Identity' = 'CORP\svc-shop$'; 'Merge' = $false; 'KeepAccess' = $true }
    Invoke-Step 'Expand-Release' @{ Target = 'Shop'; Path = 'D:\sites\shop'; Release = '1.0.0-20468b39cb'; Base = $null; Archive = $null; ArchiveSha256 = $null; Removed = @(); ManifestSha256 = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }
    Invoke-Step 'Set-SiteFolder' @{ 'Path' = 'D:\sites\shop-api'; 'Sddl' = 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'; 'Identity' = 'CORP\svc-shop-api'; 'Merge' = $false; 'KeepAccess' = $true }
    Invoke-Step 'Expand-Release' @{ Target = 'Shop/api'; Path = 'D:\sites\shop-api'; Release = '1.0.0-20468b39cb'; Base = $null; Archive = $null; ArchiveSha256 = $null; Removed = @(); ManifestSha256 = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }

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
