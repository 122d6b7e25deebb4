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
    Invoke-Step 'Remove-Release' @{ Target = 'Shop'; Path = 'D:\sites\shop'; Release = '1.0.0-20468b39cb' }
    Invoke-Step 'Remove-Release' @{ Target = 'Shop/api'; Path = 'D:\sites\shop-api'; Release = '1.0.0-20468b39cb' }
    Invoke-Step 'Add-JournalEntry' @{ Entry = @(@{ 'event' = 'reverted'; 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = 'Shop'; 'site' = 'Shop'; 'release' = '1.0.0-20468b39cb'; 'manifest' = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }, @{ 'event' = 'reverted'; 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = 'Shop/api'; 'site' = 'Shop'; 'release' = '1.0.0-20468b39cb'; 'manifest' = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }); OnlyLocked = $true }
    Invoke-Step 'Remove-HostGuard' @{ Run = '20260102-030405-abcd' }
    Invoke-Step 'Unlock-Host' @{ Run = '20260102-030405-abcd' }

}

try {
Invoke-Phase 'publishing' {
    Invoke-Step 'Lock-Host' @{ 'Run' = '20260102-030405-abcd'; 'Who' = 'ann@ctl'; 'Controller' = 'ctl'; 'ProcessId' = 42; 'Why' = 'deploy'; 'Supersedes' = $null }
    Invoke-Step 'Register-HostGuard' @{ 'Run' = '20260102-030405-abcd'; 'Sha256' = 'SHA-256 OF THE GUARD'; 'DeadlineSeconds' = 300; 'RetrySeconds' = @(300, 900, 3600); 'Entries' = @(@{ 'event' = 'reverted'; 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = 'Shop'; 'site' = 'Shop'; 'release' = '1.0.0-20468b39cb'; 'manifest' = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }, @{ 'event' = 'reverted'; 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = 'Shop/api'; 'site' = 'Shop'; 'release' = '1.0.0-20468b39cb'; 'manifest' = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }) }
    Invoke-Step 'Save-IisState' @{ Run = '20260102-030405-abcd'; Sites = @('Shop'); Pools = @('Shop', 'Shop-api'); SslBindings = @('shop.example.com:443', '10.0.4.11:8443'); Folders = @('D:\sites\shop', 'D:\sites\shop-api') }
    Invoke-Step 'Set-SiteFolder' @{ 'Path' = 'D:\sites\shop'; 'Sddl' = 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'; 'Identity' = 'CORP\svc-shop$'; 'Merge' = $false }
    Invoke-Step 'Set-SiteFolder' @{ 'Path' = 'D:\sites\shop-api'; 'Sddl' = 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'; 'Identity' = 'CORP\svc-shop-api'; 'Merge' = $false }
    Invoke-Step 'Set-IisPool' @{ 'Name' = 'Shop'; 'Identity' = 'SpecificUser'; 'UserName' = 'CORP\svc-shop$'; 'Password' = $null; 'Enable32Bit' = $false; 'StartMode' = 'AlwaysRunning'; 'AutoStart' = $true; 'IdleTimeoutMinutes' = 0; 'RecycleMinutes' = 0; 'RecycleSchedule' = @('03:00'); 'RecycleRequests' = 0; 'RecyclePrivateMemoryKb' = 3000000; 'LoadUserProfile' = $true; 'SetProfileEnvironment' = $null; 'QueueLength' = 2000; 'Environment' = @{ 'ASPNETCORE_ENVIRONMENT' = 'Production'; 'GREETING' = 'It''s $HOME, `n and a smart ’’ quote; {{ no template }}'; 'ConnectionStrings__Shop' = $Secrets['pool/Shop/environment/ConnectionStrings__Shop'] }; 'Merge' = $false }
    Invoke-Step 'Set-IisPool' @{ 'Name' = 'Shop-api'; 'Identity' = 'SpecificUser'; 'UserName' = 'CORP\svc-shop-api'; 'Password' = $Secrets['pool/Shop-api/password']; 'Enable32Bit' = $false; 'StartMode' = 'OnDemand'; 'AutoStart' = $true; 'IdleTimeoutMinutes' = $null; 'RecycleMinutes' = $null; 'RecycleSchedule' = $null; 'RecycleRequests' = $null; 'RecyclePrivateMemoryKb' = $null; 'LoadUserProfile' = $null; 'SetProfileEnvironment' = $null; 'QueueLength' = $null; 'Environment' = @{ 'ConnectionStrings__Shop' = $Secrets['pool/Shop-api/environment/ConnectionStrings__Shop'] }; 'Merge' = $false }
    Invoke-Step 'Set-SslBinding' @{ 'Address' = '0.0.0.0'; 'Port' = 443; 'HostName' = 'shop.example.com'; 'Sni' = $true; 'Thumbprint' = '8F43288AD272F3103B6FB1428485EA3014C0BCFE'; 'Subject' = $null; 'Store' = 'WebHosting'; 'PoolSid' = $null }
    Invoke-Step 'Set-SslBinding' @{ 'Address' = '10.0.4.11'; 'Port' = 8443; 'HostName' = ''; 'Sni' = $false; 'Thumbprint' = $null; 'Subject' = 'CN=O''Brien'; 'Store' = 'My'; 'PoolSid' = $null }
    Invoke-Step 'Set-IisSite' @{ 'Name' = 'Shop'; 'PhysicalPath' = 'D:\sites\shop\releases\1.0.0-20468b39cb'; 'Pool' = 'Shop'; 'Preload' = $true; 'AutoStart' = $true; 'Bindings' = @(@{ 'Protocol' = 'http'; 'Information' = '*:80:shop.example.com'; 'SslFlags' = 0 }, @{ 'Protocol' = 'https'; 'Information' = '*:443:shop.example.com'; 'SslFlags' = 1 }, @{ 'Protocol' = 'https'; 'Information' = '10.0.4.11:8443:'; 'SslFlags' = 0 }); 'Merge' = $false }
    Invoke-Step 'Set-IisApplication' @{ 'Site' = 'Shop'; 'Path' = '/api'; 'PhysicalPath' = 'D:\sites\shop-api\releases\1.0.0-20468b39cb'; 'Pool' = 'Shop-api'; 'Preload' = $false }
    Invoke-Step 'Set-IisAuthentication' @{ 'Site' = 'Shop'; 'Anonymous' = $true; 'Windows' = $false; 'Basic' = $null }
    Invoke-Step 'Complete-IisChange' @{ }
    Invoke-Step 'Start-IisSite' @{ Site = 'Shop'; Pools = @('Shop', 'Shop-api'); Run = '20260102-030405-abcd'; TimeoutSeconds = 90 }

}
Invoke-Phase 'verifying' {
    Invoke-Step 'Test-SiteHealth' @{ 'Site' = 'Shop'; 'Pool' = 'Shop'; 'Run' = '20260102-030405-abcd'; 'Checks' = @(@{ 'Protocol' = 'https'; 'Address' = '127.0.0.1'; 'Port' = 443; 'HostName' = 'shop.example.com'; 'Path' = '/healthz'; 'Status' = @(200); 'Body' = 'Healthy'; 'Header' = $null; 'HeaderValue' = $null }, @{ 'Protocol' = 'https'; 'Address' = '127.0.0.1'; 'Port' = 443; 'HostName' = 'shop.example.com'; 'Path' = '/version'; 'Status' = @(200, 204); 'Body' = $null; 'Header' = 'X-Shop-Version'; 'HeaderValue' = $null }); 'TimeoutSeconds' = 120; 'IntervalSeconds' = 1; 'RequestSeconds' = 10; 'ExpectNewWorker' = $true }
    Invoke-Step 'Test-HiddenFile' @{ 'Site' = 'Shop'; 'Protocol' = 'https'; 'Address' = '127.0.0.1'; 'Port' = 443; 'HostName' = 'shop.example.com'; 'Files' = @(@{ 'Url' = '/HelloIis.deps.json'; 'Sha256' = 'e6e5cdd006c933dddf6a60e6ac68891661c793723d8b02804d71d16e05c8444d' }, @{ 'Url' = '/HelloIis.runtimeconfig.json'; 'Sha256' = 'f71b4c67b5233a19be9131b5fe4b45fe7829997cf2b42e762d6baa037da93863' }, @{ 'Url' = '/appsettings.Production.json'; 'Sha256' = '2f0a9bdb4836af7be4ff3394fc09b23d33bc64fc256f5c14527cc3f2057a803e' }, @{ 'Url' = '/appsettings.json'; 'Sha256' = 'c4df35a628ab6f316b115206f5273c7f35ee0bbcbea59ede296144e5d2752150' }, @{ 'Url' = '/web.config'; 'Sha256' = 'c31893157e515a0144695613241aeb35924b1ff392e534bf1862d9d79afc9fa4' }, @{ 'Url' = '/api/HelloIis.deps.json'; 'Sha256' = 'e6e5cdd006c933dddf6a60e6ac68891661c793723d8b02804d71d16e05c8444d' }, @{ 'Url' = '/api/HelloIis.runtimeconfig.json'; 'Sha256' = 'f71b4c67b5233a19be9131b5fe4b45fe7829997cf2b42e762d6baa037da93863' }, @{ 'Url' = '/api/appsettings.Production.json'; 'Sha256' = '2f0a9bdb4836af7be4ff3394fc09b23d33bc64fc256f5c14527cc3f2057a803e' }, @{ 'Url' = '/api/appsettings.json'; 'Sha256' = 'c4df35a628ab6f316b115206f5273c7f35ee0bbcbea59ede296144e5d2752150' }, @{ 'Url' = '/api/web.config'; 'Sha256' = 'c31893157e515a0144695613241aeb35924b1ff392e534bf1862d9d79afc9fa4' }) }

}
Invoke-Phase 'finishing' {
    Invoke-Step 'Add-JournalEntry' @{ Entry = @(@{ 'event' = 'deployed'; 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = 'Shop'; 'site' = 'Shop'; 'release' = '1.0.0-20468b39cb'; 'manifest' = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }, @{ 'event' = 'deployed'; 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = 'Shop/api'; 'site' = 'Shop'; 'release' = '1.0.0-20468b39cb'; 'manifest' = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }) }
    Invoke-Step 'Save-ReleaseSettings' @{ 'Target' = 'Shop'; 'Site' = 'Shop'; 'Application' = '/'; 'Pool' = 'Shop'; 'Release' = '1.0.0-20468b39cb'; 'Folder' = 'D:\sites\shop' }
    Invoke-Step 'Save-ReleaseSettings' @{ 'Target' = 'Shop/api'; 'Site' = 'Shop'; 'Application' = '/api'; 'Pool' = 'Shop-api'; 'Release' = '1.0.0-20468b39cb'; 'Folder' = 'D:\sites\shop-api' }
    Invoke-Step 'Remove-IisState' @{ Run = '20260102-030405-abcd' }
    Invoke-Step 'Remove-OldRelease' @{ Target = 'Shop'; Path = 'D:\sites\shop'; Keep = 10; Release = '1.0.0-20468b39cb' }
    Invoke-Step 'Remove-OldRelease' @{ Target = 'Shop/api'; Path = 'D:\sites\shop-api'; Keep = 5; Release = '1.0.0-20468b39cb' }
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
