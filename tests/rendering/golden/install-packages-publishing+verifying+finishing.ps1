# iisfleet VERSION, script packages/publishing+verifying+finishing. What stands here is exactly what runs; it runs alone.
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
$Entered = Enter-HostJob -Folder 'C:\ProgramData\iisfleet\jobs\20260102-030405-abcd'
if ($null -eq $Entered) { return }
$Secrets = $Entered.Secrets

$Reverting = {
    Invoke-Step 'Resume-IisService' @{ Run = '20260102-030405-abcd'; TimeoutSeconds = 120 }
    Invoke-Step 'Set-HostDrain' @{ Flag = 'D:\sites\in-service.txt'; State = 'serving'; WaitSeconds = 0; Run = '20260102-030405-abcd' }
    Invoke-Step 'Unlock-Host' @{ Run = '20260102-030405-abcd' }

}

& {
try {
Invoke-Phase 'publishing' {
    Invoke-Step 'Lock-Host' @{ 'Run' = '20260102-030405-abcd'; 'Who' = 'ann@ctl'; 'Controller' = 'ctl'; 'ProcessId' = 42; 'Why' = 'deploy'; 'Supersedes' = $null }
    Invoke-Step 'Save-IisService' @{ Run = '20260102-030405-abcd' }
    Invoke-Step 'Set-HostDrain' @{ Flag = 'D:\sites\in-service.txt'; State = 'drained'; WaitSeconds = 5; Run = '20260102-030405-abcd' }
    Invoke-Step 'Install-HostPackage' @{ 'Kind' = 'vc-redist'; 'Version' = '14.40.33810'; 'File' = 'C:\ProgramData\iisfleet\incoming\5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a.exe'; 'Sha256' = '5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a'; 'Options' = @(); 'TimeoutMinutes' = 30; 'BusySeconds' = 5; 'BusyRetries' = 360; 'Remove' = $true }
    Invoke-Step 'Install-HostPackage' @{ 'Kind' = 'hosting-bundle'; 'Version' = '10.0.12'; 'File' = '\\files\net\dotnet-hosting-10.0.12-win.exe'; 'Sha256' = '5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a'; 'Options' = @('OPT_NO_X86=1'); 'TimeoutMinutes' = 30; 'BusySeconds' = 5; 'BusyRetries' = 360; 'Remove' = $false }
    Invoke-Step 'Restart-IisService' @{ Run = '20260102-030405-abcd'; TimeoutSeconds = 120; IfInstalled = @('hosting-bundle') }

}
Invoke-Phase 'verifying' {
    Invoke-Step 'Test-HostPackage' @{ 'Kind' = 'vc-redist'; 'Version' = '14.40.33810'; 'Options' = @() }
    Invoke-Step 'Test-HostPackage' @{ 'Kind' = 'hosting-bundle'; 'Version' = '10.0.12'; 'Options' = @('OPT_NO_X86=1') }
    Invoke-Step 'Test-NarrowPool' @{ TimeoutSeconds = 120; RequestSeconds = 10 }
    Invoke-Step 'Test-IisAnswer' @{ Run = '20260102-030405-abcd'; TimeoutSeconds = 120; RequestSeconds = 10 }

}
Invoke-Phase 'finishing' {
    Invoke-Step 'Resume-IisService' @{ Run = '20260102-030405-abcd'; TimeoutSeconds = 120 }
    Invoke-Step 'Set-HostDrain' @{ Flag = 'D:\sites\in-service.txt'; State = 'serving'; WaitSeconds = 0; Run = '20260102-030405-abcd' }
    Invoke-Step 'Add-JournalEntry' @{ Entry = @(@{ 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = '(host)'; 'event' = 'installed'; 'release' = 'vc-redist 14.40.33810' }, @{ 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = '(host)'; 'event' = 'installed'; 'release' = 'hosting-bundle 10.0.12' }) }
    Invoke-Step 'Unlock-Host' @{ Run = '20260102-030405-abcd' }

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
} | Write-HostJobLine -Folder 'C:\ProgramData\iisfleet\jobs\20260102-030405-abcd'
Exit-HostJob -Folder 'C:\ProgramData\iisfleet\jobs\20260102-030405-abcd'
}
catch {
    # Nobody listens: what broke outside the steps (a full disk) is told in the job's output, if that can be.
    $Broken = $_
    try {
        if ($null -ne $Entered) { $null = Invoke-Phase 'reverting' $Reverting }
    }
    catch { $Broken = $_ }
    Exit-HostJob -Folder 'C:\ProgramData\iisfleet\jobs\20260102-030405-abcd' -ErrorRecord $Broken
}
