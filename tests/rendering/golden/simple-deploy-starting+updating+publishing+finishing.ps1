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
    Invoke-Step 'Remove-Release' @{ Target = 'Hello'; Path = 'C:\inetpub\hello'; Release = '1.0.0-20468b39cb' }
    Invoke-Step 'Add-JournalEntry' @{ Entry = @(@{ 'event' = 'reverted'; 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = 'Hello'; 'site' = 'Hello'; 'release' = '1.0.0-20468b39cb'; 'manifest' = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }); OnlyLocked = $true }
    Invoke-Step 'Unlock-Host' @{ Run = '20260102-030405-abcd' }

}

try {
Invoke-Phase 'starting' {
    Invoke-Step 'Get-HostFact' @{ Drives = @('C') }
    Invoke-Step 'Get-HostLock' @{ }
    Invoke-Step 'Get-HostGuard' @{ 'Sha256' = 'SHA-256 OF THE GUARD' }
    Invoke-Step 'Get-SiteRelease' @{ 'Target' = 'Hello'; 'Path' = 'C:\inetpub\hello'; 'Site' = 'Hello'; 'Application' = '/' }

}
Invoke-Phase 'updating' {
    Invoke-Step 'Set-SiteFolder' @{ 'Path' = 'C:\inetpub\hello'; 'Sddl' = 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;S-1-5-82-4220901302-1506249941-559584557-2587063443-2835429426)'; 'Identity' = $null; 'Merge' = $false; 'KeepAccess' = $true }
    Invoke-Step 'Expand-Release' @{ Target = 'Hello'; Path = 'C:\inetpub\hello'; Release = '1.0.0-20468b39cb'; Base = $null; Archive = $null; ArchiveSha256 = $null; Removed = @(); ManifestSha256 = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }

}
Invoke-Phase 'publishing' {
    Invoke-Step 'Save-IisState' @{ Run = '20260102-030405-abcd'; Sites = @('Hello'); Pools = @('Hello'); SslBindings = @(); Folders = @('C:\inetpub\hello') }
    Invoke-Step 'Set-SiteFolder' @{ 'Path' = 'C:\inetpub\hello'; 'Sddl' = 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;S-1-5-82-4220901302-1506249941-559584557-2587063443-2835429426)'; 'Identity' = $null; 'Merge' = $false }
    Invoke-Step 'Set-IisPool' @{ 'Name' = 'Hello'; 'Identity' = 'ApplicationPoolIdentity'; 'UserName' = $null; 'Password' = $null; 'Enable32Bit' = $false; 'StartMode' = 'OnDemand'; 'AutoStart' = $true; 'IdleTimeoutMinutes' = $null; 'RecycleMinutes' = $null; 'RecycleSchedule' = $null; 'RecycleRequests' = $null; 'RecyclePrivateMemoryKb' = $null; 'LoadUserProfile' = $null; 'SetProfileEnvironment' = $null; 'QueueLength' = $null; 'Environment' = @{ }; 'Merge' = $false }
    Invoke-Step 'Set-IisSite' @{ 'Name' = 'Hello'; 'PhysicalPath' = 'C:\inetpub\hello\releases\1.0.0-20468b39cb'; 'Pool' = 'Hello'; 'Preload' = $false; 'AutoStart' = $true; 'Bindings' = @(@{ 'Protocol' = 'http'; 'Information' = '*:80:'; 'SslFlags' = 0 }); 'Merge' = $false }
    Invoke-Step 'Complete-IisChange' @{ }
    Invoke-Step 'Start-IisSite' @{ Site = 'Hello'; Pools = @('Hello'); Run = '20260102-030405-abcd'; TimeoutSeconds = 60 }

}
Invoke-Phase 'finishing' {
    Invoke-Step 'Add-JournalEntry' @{ Entry = @(@{ 'event' = 'deployed'; 'run' = '20260102-030405-abcd'; 'who' = 'ann@ctl'; 'target' = 'Hello'; 'site' = 'Hello'; 'release' = '1.0.0-20468b39cb'; 'manifest' = '20468b39cb2ae2ee2a9cfdfc39ee68179452dc97be239e22333ec0c2569ff97c' }) }
    Invoke-Step 'Save-ReleaseSettings' @{ 'Target' = 'Hello'; 'Site' = 'Hello'; 'Application' = '/'; 'Pool' = 'Hello'; 'Release' = '1.0.0-20468b39cb'; 'Folder' = 'C:\inetpub\hello' }
    Invoke-Step 'Remove-IisState' @{ Run = '20260102-030405-abcd' }
    Invoke-Step 'Remove-OldRelease' @{ Target = 'Hello'; Path = 'C:\inetpub\hello'; Keep = 5; Release = '1.0.0-20468b39cb' }

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
