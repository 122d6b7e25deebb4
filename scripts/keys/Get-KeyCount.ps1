function Get-KeyCount {
    <#
    .SYNOPSIS
    Counts the data-protection keys that an account has on this host.
    .DESCRIPTION
    In both registry views, and in the folder of its profile. ASP.NET Core keeps a key as a value of the subkey
    DataProtection, or as a file key-*.xml.
    .PARAMETER Sid
    The account; empty if Windows does not know it.
    .EXAMPLE
    (Get-KeyCount -Sid 'S-1-5-20').x64
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Sid = ''
    )

    $count = @{ x64 = 0; x86 = 0; profile = 0 }
    if (-not $Sid) {
        return $count
    }
    foreach ($view in 'x64', 'x86') {
        $key = "$(Get-AutoGenKeyPath -View $view -Sid $Sid)\DataProtection"
        if (Test-Path -LiteralPath $key) {
            $count[$view] = (Get-Item -LiteralPath $key).ValueCount
        }
    }
    $list = "HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList\$Sid"
    $userFolder = Get-RegistryValue -Path $list -Name 'ProfileImagePath'
    $folder = "$userFolder\AppData\Local\ASP.NET\DataProtection-Keys"
    if ($userFolder -and (Test-Path -LiteralPath $folder)) {
        $count.profile = @(Get-ChildItem -LiteralPath $folder -Filter 'key-*.xml' -Force).Count
    }
    $count
}
