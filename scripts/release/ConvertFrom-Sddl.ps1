function ConvertFrom-Sddl {
    <#
    .SYNOPSIS
    Takes an access list apart into entries that can be compared.
    .DESCRIPTION
    Windows does not read back what was written: rights come as names or as a number, accounts as letters or as
    SIDs, flags in another order. Each entry becomes 'type;flags;mask;sid' in one form. Inherited entries are left
    out. Source: learn.microsoft.com/windows/win32/secauthz/ace-strings.
    .PARAMETER Sddl
    The text; owner, group and SACL are not looked at.
    .PARAMETER Registry
    The access list of a registry key: generic rights mean those of a key, and an entry that Windows has split (one
    for the key, one for what is below it, IO) is the same as the whole one. OI means nothing there.
    .EXAMPLE
    (ConvertFrom-Sddl -Sddl 'D:PAI(A;OICI;FA;;;SY)').Protected
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Sddl,

        [switch] $Registry
    )

    $rights = @{
        FA = 0x1F01FF; FR = 0x120089; FW = 0x120116; FX = 0x1200A0
        GA = 0x1F01FF; GR = 0x120089; GW = 0x120116; GX = 0x1200A0
        CC = 0x1; DC = 0x2; LC = 0x4; SW = 0x8; RP = 0x10; WP = 0x20; DT = 0x40; LO = 0x80; CR = 0x100
        SD = 0x10000; RC = 0x20000; WD = 0x40000; WO = 0x80000
    }
    if ($Registry) {
        $rights += @{ KA = 0xF003F; KR = 0x20019; KW = 0x20006; KX = 0x20019 }
        $rights.GA, $rights.GR, $rights.GW, $rights.GX = 0xF003F, 0x20019, 0x20006, 0x20019
    }
    $accounts = @{
        SY = 'S-1-5-18'; BA = 'S-1-5-32-544'; BU = 'S-1-5-32-545'; AU = 'S-1-5-11'; WD = 'S-1-1-0'
        LS = 'S-1-5-19'; NS = 'S-1-5-20'; CO = 'S-1-3-0'; IS = 'S-1-5-32-568'
    }
    $flags = [regex]::Match($Sddl, 'D:([A-Z_]*)').Groups[1].Value
    $pattern = '\((?<type>[^;()]*);(?<flags>[^;]*);(?<rights>[^;]*);[^;]*;[^;]*;(?<sid>[^;()]*)\)'
    $entries = @()
    foreach ($match in [regex]::Matches($Sddl, $pattern)) {
        $inheritance = [string[]] @([regex]::Matches($match.Groups['flags'].Value, '..') |
                ForEach-Object -Process { $_.Value } | Sort-Object)
        if ($inheritance -contains 'ID') {
            continue
        }
        $text = $match.Groups['rights'].Value
        $mask = 0
        if ($text -like '0x*') {
            $mask = [System.Convert]::ToInt64($text, 16)
        }
        else {
            foreach ($part in [regex]::Matches($text, '..')) {
                $mask = $mask -bor $(if ($rights.ContainsKey($part.Value)) { $rights[$part.Value] } else { 0 })
            }
        }
        $sid = $match.Groups['sid'].Value
        if ($accounts.ContainsKey($sid)) {
            $sid = $accounts[$sid]
        }
        $places = @($inheritance -join '')
        if ($Registry) {
            $below = if ($inheritance -contains 'NP') { 'once' } else { 'below' }
            $own = @(if ($inheritance -notcontains 'IO') { 'key' })
            $places = $own + @(if ($inheritance -contains 'CI') { $below })
        }
        foreach ($place in $places) {
            $entries += '{0};{1};{2:x};{3}' -f $match.Groups['type'].Value, $place, $mask, $sid
        }
    }
    [PSCustomObject]@{
        Protected = ($flags.Replace('AR', '') -match 'P')
        Entries   = [string[]] @($entries | Sort-Object -Unique)
    }
}
