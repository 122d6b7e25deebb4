# iisfleet VERSION, script setup/publishing+finishing. What stands here is exactly what runs; it runs alone.
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
    Invoke-Step 'Set-HostDrain' @{ Flag = 'D:\sites\in-service.txt'; State = 'serving'; WaitSeconds = 0; Run = '20260102-030405-abcd' }
    Invoke-Step 'Unlock-Host' @{ Run = '20260102-030405-abcd' }

}

& {
try {
Invoke-Phase 'publishing' {
    Invoke-Step 'Lock-Host' @{ 'Run' = '20260102-030405-abcd'; 'Who' = 'ann@ctl'; 'Controller' = 'ctl'; 'ProcessId' = 42; 'Why' = 'deploy'; 'Supersedes' = $null }
    Invoke-Step 'Set-HostDrain' @{ Flag = 'D:\sites\in-service.txt'; State = 'drained'; WaitSeconds = 5; Run = '20260102-030405-abcd' }
    Invoke-Step 'Install-HostFeature' @{ 'Names' = @('IIS-WebServerRole', 'IIS-WebServer', 'IIS-CommonHttpFeatures', 'IIS-DefaultDocument', 'IIS-DirectoryBrowsing', 'IIS-HttpErrors', 'IIS-StaticContent', 'IIS-HealthAndDiagnostics', 'IIS-HttpLogging', 'IIS-Performance', 'IIS-HttpCompressionStatic', 'IIS-Security', 'IIS-RequestFiltering', 'IIS-WebServerManagementTools', 'IIS-ManagementConsole', 'IIS-WindowsAuthentication', 'TelnetClient'); 'Source' = '\\files\media\sources\sxs' }
    Invoke-Step 'Set-HostFolder' @{ 'Path' = 'D:\logs\shop'; 'Sddl' = $null }
    Invoke-Step 'Set-HostFolder' @{ 'Path' = 'D:\logs\it''s'; 'Sddl' = $null }
    Invoke-Step 'Set-RegistryValue' @{ 'Key' = 'HKEY_LOCAL_MACHINE\SOFTWARE\Contoso'; 'Name' = 'Mode'; 'Kind' = 'String'; 'Value' = 'It''s $HOME and a smart ’’ quote' }
    Invoke-Step 'Set-RegistryValue' @{ 'Key' = 'HKEY_LOCAL_MACHINE\SOFTWARE\Contoso'; 'Name' = 'Mask'; 'Kind' = 'DWord'; 'Value' = 4294967295 }
    Invoke-Step 'Set-RegistryValue' @{ 'Key' = 'HKEY_LOCAL_MACHINE\SOFTWARE\Contoso'; 'Name' = 'Names'; 'Kind' = 'MultiString'; 'Value' = @('one', 'two') }
    Invoke-Step 'Set-HostService' @{ 'Name' = 'W3SVC'; 'State' = 'Running'; 'Startup' = 'Automatic' }
    Invoke-Step 'Set-HostService' @{ 'Name' = 'Spooler'; 'State' = 'Stopped'; 'Startup' = 'Disabled' }

}
Invoke-Phase 'finishing' {
    Invoke-Step 'Set-HostDrain' @{ Flag = 'D:\sites\in-service.txt'; State = 'serving'; WaitSeconds = 0; Run = '20260102-030405-abcd' }
    Invoke-Step 'Add-JournalEntry' @{ Entry = @{ 'event' = 'set up'; 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = '(host)'; 'release' = 'baseline 1cf6a98d9130' } }
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
