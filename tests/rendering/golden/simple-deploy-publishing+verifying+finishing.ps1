# iisfleet VERSION, script deploy/publishing+verifying+finishing. What stands here is exactly what runs; it runs alone.
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
    Invoke-Step 'Remove-Release' @{ Target = 'Hello'; Path = 'C:\inetpub\hello'; Release = '1.0.0-20468b39cb' }
    Invoke-Step 'Add-JournalEntry' @{ Entry = @(@{ 'event' = 'reverted'; 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = 'Hello'; 'site' = 'Hello'; 'release' = '1.0.0-20468b39cb'; 'manifest' = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }); OnlyLocked = $true }
    Invoke-Step 'Remove-HostGuard' @{ Run = '20260102-030405-abcd' }
    Invoke-Step 'Unlock-Host' @{ Run = '20260102-030405-abcd' }

}

try {
Invoke-Phase 'publishing' {
    Invoke-Step 'Lock-Host' @{ 'Run' = '20260102-030405-abcd'; 'Who' = 'ann@ctl'; 'Controller' = 'ctl'; 'ProcessId' = 42; 'Why' = 'deploy'; 'Supersedes' = $null }
    Invoke-Step 'Register-HostGuard' @{ 'Run' = '20260102-030405-abcd'; 'Sha256' = 'SHA-256 OF THE GUARD'; 'DeadlineSeconds' = 300; 'RetrySeconds' = @(300, 900, 3600); 'Entries' = @(@{ 'event' = 'reverted'; 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = 'Hello'; 'site' = 'Hello'; 'release' = '1.0.0-20468b39cb'; 'manifest' = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }) }
    Invoke-Step 'Save-IisState' @{ Run = '20260102-030405-abcd'; Sites = @('Hello'); Pools = @('Hello'); SslBindings = @(); Folders = @('C:\inetpub\hello') }
    Invoke-Step 'Set-SiteFolder' @{ 'Path' = 'C:\inetpub\hello'; 'Sddl' = 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;S-1-5-82-4220901302-1506249941-559584557-2587063443-2835429426)'; 'Identity' = $null; 'Merge' = $false }
    Invoke-Step 'Set-IisPool' @{ 'Name' = 'Hello'; 'Identity' = 'ApplicationPoolIdentity'; 'UserName' = $null; 'Password' = $null; 'Enable32Bit' = $false; 'StartMode' = 'OnDemand'; 'AutoStart' = $true; 'IdleTimeoutMinutes' = $null; 'RecycleMinutes' = $null; 'RecycleSchedule' = $null; 'RecycleRequests' = $null; 'RecyclePrivateMemoryKb' = $null; 'LoadUserProfile' = $null; 'SetProfileEnvironment' = $null; 'QueueLength' = $null; 'Environment' = @{ }; 'Merge' = $false }
    Invoke-Step 'Set-IisSite' @{ 'Name' = 'Hello'; 'PhysicalPath' = 'C:\inetpub\hello\releases\1.0.0-20468b39cb'; 'Pool' = 'Hello'; 'Preload' = $false; 'AutoStart' = $true; 'Bindings' = @(@{ 'Protocol' = 'http'; 'Information' = '*:80:'; 'SslFlags' = 0 }); 'Merge' = $false }
    Invoke-Step 'Complete-IisChange' @{ }
    Invoke-Step 'Start-IisSite' @{ Site = 'Hello'; Pools = @('Hello'); Run = '20260102-030405-abcd'; TimeoutSeconds = 60 }

}
Invoke-Phase 'verifying' {
    Invoke-Step 'Test-SiteHealth' @{ 'Site' = 'Hello'; 'Pool' = 'Hello'; 'Run' = '20260102-030405-abcd'; 'Checks' = @(@{ 'Protocol' = 'http'; 'Address' = '127.0.0.1'; 'Port' = 80; 'HostName' = ''; 'Path' = '/'; 'Status' = @(200); 'Body' = $null; 'Header' = $null; 'HeaderValue' = $null }); 'TimeoutSeconds' = 60; 'IntervalSeconds' = 1; 'RequestSeconds' = 10; 'ExpectNewWorker' = $true }
    Invoke-Step 'Test-HiddenFile' @{ 'Site' = 'Hello'; 'Protocol' = 'http'; 'Address' = '127.0.0.1'; 'Port' = 80; 'HostName' = ''; 'Files' = @(@{ 'Url' = '/HelloIis.deps.json'; 'Sha256' = 'e6e5cdd006c933dddf6a60e6ac68891661c793723d8b02804d71d16e05c8444d' }, @{ 'Url' = '/HelloIis.runtimeconfig.json'; 'Sha256' = 'f71b4c67b5233a19be9131b5fe4b45fe7829997cf2b42e762d6baa037da93863' }, @{ 'Url' = '/appsettings.Production.json'; 'Sha256' = '2f0a9bdb4836af7be4ff3394fc09b23d33bc64fc256f5c14527cc3f2057a803e' }, @{ 'Url' = '/appsettings.json'; 'Sha256' = 'c4df35a628ab6f316b115206f5273c7f35ee0bbcbea59ede296144e5d2752150' }, @{ 'Url' = '/web.config'; 'Sha256' = 'c31893157e515a0144695613241aeb35924b1ff392e534bf1862d9d79afc9fa4' }) }

}
Invoke-Phase 'finishing' {
    Invoke-Step 'Add-JournalEntry' @{ Entry = @(@{ 'event' = 'deployed'; 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = 'Hello'; 'site' = 'Hello'; 'release' = '1.0.0-20468b39cb'; 'manifest' = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }) }
    Invoke-Step 'Save-ReleaseSettings' @{ 'Target' = 'Hello'; 'Site' = 'Hello'; 'Application' = '/'; 'Pool' = 'Hello'; 'Release' = '1.0.0-20468b39cb'; 'Folder' = 'C:\inetpub\hello' }
    Invoke-Step 'Remove-IisState' @{ Run = '20260102-030405-abcd' }
    Invoke-Step 'Remove-OldRelease' @{ Target = 'Hello'; Path = 'C:\inetpub\hello'; Keep = 5; Release = '1.0.0-20468b39cb' }
    Invoke-Step 'Remove-HostGuard' @{ Run = '20260102-030405-abcd' }
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
