function Get-UserProfile {
    <#
    .SYNOPSIS
    Lists the profiles of accounts on this host.
    .DESCRIPTION
    From ProfileList, which names the folder of each account that ever logged on, services and pools too. Returns
    Account, Sid and Folder. A profile whose folder is gone does not count; an account without one is an error.
    .PARAMETER Account
    Names of accounts; '*' stands for all profiles.
    .EXAMPLE
    Get-UserProfile -Account @('build', 'CORP\svc-agent')
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [string[]] $Account
    )

    $key = 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList'
    $there = @()
    # Keys ending in .bak are profiles that Windows has given up.
    foreach ($sid in @((Get-Item -LiteralPath $key).GetSubKeyNames() | Where-Object -FilterScript {
                $_ -match '^S-1-[0-9]+(-[0-9]+)+$'
            })) {
        $value = [string] (Get-RegistryValue -Path "$key\$sid" -Name 'ProfileImagePath')
        $folder = [System.Environment]::ExpandEnvironmentVariables($value).TrimEnd('\')
        if ($folder -match '^[A-Za-z]:\\[^\\]' -and (Test-Path -LiteralPath $folder -PathType Container)) {
            $there += [PSCustomObject]@{ Account = $sid; Sid = $sid; Folder = $folder }
        }
    }
    if ($Account -contains '*') {
        return $there
    }
    $known = @()
    foreach ($name in $Account) {
        $remedy = "Take $name out of the accounts whose caches are cleared, or correct its name."
        try {
            $sid = Resolve-AccountSid -Name $name
        }
        catch {
            throw (New-StepError -Message "This host does not know the account $name." -Kind 'identity' `
                    -Expected 'a local or domain account' -Remedy $remedy `
                    -Found $_.Exception.GetBaseException().Message)
        }
        $own = @($there | Where-Object -FilterScript { $_.Sid -eq $sid })
        if ($own.Count -eq 0) {
            throw (New-StepError -Message "The account $name has no profile on this host." -Kind 'profile' `
                    -Expected "a folder of $sid in ProfileList" -Found 'none: it never logged on here' `
                    -Remedy $remedy)
        }
        if ($known -notcontains $sid) {
            $known += $sid
            [PSCustomObject]@{ Account = $name; Sid = $sid; Folder = $own[0].Folder }
        }
    }
}
