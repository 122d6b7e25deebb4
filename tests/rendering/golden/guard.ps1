# iisfleet VERSION, script guard/starting+publishing. What stands here is exactly what runs; it runs alone.
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

# A job: it runs apart from any session, and what its steps tell goes into its folder, line by line.
$Entered = $null
try {
$Entered = Enter-HostJob -Folder 'C:\ProgramData\iisfleet\guard' -Recurring
if ($null -eq $Entered) { return }
$Secrets = $Entered.Secrets

$Reverting = {
    Invoke-Step 'Lock-Host' @{ 'Run' = 'guard'; 'Who' = 'guard'; 'Controller' = 'this host'; 'Why' = 'takes back what a run left unfinished'; 'Guard' = $true }
    Invoke-Step 'Restore-SiteContent' @{ Run = $null }
    Invoke-Step 'Restore-IisState' @{ Run = $null }
    Invoke-Step 'Resume-Site' @{ Run = $null; Target = $null; TimeoutSeconds = 60 }
    Invoke-Step 'Resume-GuardedHost' @{ }
    Invoke-Step 'Add-GuardEntry' @{ }
    Invoke-Step 'Remove-HostGuard' @{ Run = $null }
    Invoke-Step 'Unlock-Host' @{ Run = 'guard' }

}

& {
try {
Invoke-Phase 'starting' {
    Invoke-Step 'Wait-HostGuard' @{ }
    Invoke-Step 'Stop-HostScript' @{ GraceSeconds = 30 }
    Invoke-Step 'Wait-IisService' @{ TimeoutSeconds = 120; UptimeSeconds = 600 }

}
Invoke-Phase 'publishing' {
    Invoke-Step 'Lock-Host' @{ 'Run' = 'guard'; 'Who' = 'guard'; 'Controller' = 'this host'; 'Why' = 'takes back what a run left unfinished'; 'Guard' = $true }
    Invoke-Step 'Restore-SiteContent' @{ Run = $null }
    Invoke-Step 'Restore-IisState' @{ Run = $null }
    Invoke-Step 'Resume-Site' @{ Run = $null; Target = $null; TimeoutSeconds = 60 }
    Invoke-Step 'Resume-GuardedHost' @{ }
    Invoke-Step 'Add-GuardEntry' @{ }
    Invoke-Step 'Remove-HostGuard' @{ Run = $null }
    Invoke-Step 'Unlock-Host' @{ Run = 'guard' }

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
} | Write-HostJobLine -Folder 'C:\ProgramData\iisfleet\guard'
Exit-HostJob -Folder 'C:\ProgramData\iisfleet\guard'
}
catch {
    # Nobody listens: what broke outside the steps (a full disk) is told in the job's output, if that can be.
    $Broken = $_
    try {
        if ($null -ne $Entered) { $null = Invoke-Phase 'reverting' $Reverting }
    }
    catch { $Broken = $_ }
    Exit-HostJob -Folder 'C:\ProgramData\iisfleet\guard' -ErrorRecord $Broken
}
