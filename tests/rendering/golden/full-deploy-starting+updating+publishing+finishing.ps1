# iisfleet VERSION, script deploy/starting+updating+publishing+finishing. What stands here is exactly what runs; it runs alone.
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
    Invoke-Step 'Unlock-Host' @{ Run = '20260102-030405-abcd' }

}

try {
Invoke-Phase 'starting' {
    Invoke-Step 'Get-HostFact' @{ Drives = @('D') }
    Invoke-Step 'Get-HostLock' @{ }
    Invoke-Step 'Get-HostGuard' @{ 'Sha256' = 'SHA-256 OF THE GUARD' }
    Invoke-Step 'Get-SiteRelease' @{ 'Target' = 'Shop'; 'Path' = 'D:\sites\shop'; 'Site' = 'Shop'; 'Application' = '/' }
    Invoke-Step 'Get-SiteRelease' @{ 'Target' = 'Shop/api'; 'Path' = 'D:\sites\shop-api'; 'Site' = 'Shop'; 'Application' = '/api' }

}
Invoke-Phase 'updating' {
    Invoke-Step 'Set-SiteFolder' @{ 'Path' = 'D:\sites\shop'; 'Sddl' = 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'; 'Identity' = 'CORP\svc-shop$'; 'Merge' = $false; 'KeepAccess' = $true }
    Invoke-Step 'Expand-Release' @{ Target = 'Shop'; Path = 'D:\sites\shop'; Release = '1.0.0-20468b39cb'; Base = $null; Archive = $null; ArchiveSha256 = $null; Removed = @(); ManifestSha256 = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }
    Invoke-Step 'Set-SiteFolder' @{ 'Path' = 'D:\sites\shop-api'; 'Sddl' = 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'; 'Identity' = 'CORP\svc-shop-api'; 'Merge' = $false; 'KeepAccess' = $true }
    Invoke-Step 'Expand-Release' @{ Target = 'Shop/api'; Path = 'D:\sites\shop-api'; Release = '1.0.0-20468b39cb'; Base = $null; Archive = $null; ArchiveSha256 = $null; Removed = @(); ManifestSha256 = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }

}
Invoke-Phase 'publishing' {
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
Invoke-Phase 'finishing' {
    Invoke-Step 'Add-JournalEntry' @{ Entry = @(@{ 'event' = 'deployed'; 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = 'Shop'; 'site' = 'Shop'; 'release' = '1.0.0-20468b39cb'; 'manifest' = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }, @{ 'event' = 'deployed'; 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = 'Shop/api'; 'site' = 'Shop'; 'release' = '1.0.0-20468b39cb'; 'manifest' = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }) }
    Invoke-Step 'Save-ReleaseSettings' @{ 'Target' = 'Shop'; 'Site' = 'Shop'; 'Application' = '/'; 'Pool' = 'Shop'; 'Release' = '1.0.0-20468b39cb'; 'Folder' = 'D:\sites\shop' }
    Invoke-Step 'Save-ReleaseSettings' @{ 'Target' = 'Shop/api'; 'Site' = 'Shop'; 'Application' = '/api'; 'Pool' = 'Shop-api'; 'Release' = '1.0.0-20468b39cb'; 'Folder' = 'D:\sites\shop-api' }
    Invoke-Step 'Remove-IisState' @{ Run = '20260102-030405-abcd' }
    Invoke-Step 'Remove-OldRelease' @{ Target = 'Shop'; Path = 'D:\sites\shop'; Keep = 10; Release = '1.0.0-20468b39cb' }
    Invoke-Step 'Remove-OldRelease' @{ Target = 'Shop/api'; Path = 'D:\sites\shop-api'; Keep = 5; Release = '1.0.0-20468b39cb' }

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
