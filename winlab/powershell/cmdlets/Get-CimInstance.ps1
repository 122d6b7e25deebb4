function global:Get-CimInstance {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string] $ClassName,
        [string] $Filter,
        [string] $Namespace = 'root/cimv2'
    )

    $facts = [Winlab.Rpc]::Call('os.facts', @{})
    switch -Regex ("$Namespace/$ClassName/$Filter") {
        '^root/cimv2/Win32_OperatingSystem/$' {
            return [PSCustomObject]@{
                Caption = $facts.os.caption; Version = $facts.os.version; BuildNumber = [string] $facts.os.build
                ProductType = [uint32] $facts.os.productType; CSName = $facts.computer
                LastBootUpTime = [datetime]::Parse($facts.boot, [System.Globalization.CultureInfo]::InvariantCulture,
                    [System.Globalization.DateTimeStyles]::RoundtripKind).ToLocalTime()
            }
        }
        '^root/cimv2/Win32_ComputerSystem/$' {
            return [PSCustomObject]@{ Name = $facts.computer; DNSHostName = $facts.computer }
        }
        '^root/cimv2/Win32_LogicalDisk/DeviceID\s*=\s*''(?<drive>[A-Za-z]):''$' {
            if ($null -ne (Get-PSDrive -Name $Matches['drive'] -ErrorAction SilentlyContinue)) {
                $free = [Winlab.Rpc]::Call('disk.free', @{ drive = $Matches['drive'] })
                [PSCustomObject]@{
                    DeviceID = "$($Matches['drive']):"; DriveType = [uint32] 3
                    FreeSpace = [uint64] $free; Size = [uint64] 136365211648
                }
            }
            return
        }
        '^root/cimv2/Win32_PerfFormattedData_W3SVC_WebService/$' {
            $total = 0
            foreach ($site in [Winlab.Rpc]::Call('iis.connections', @{}).GetEnumerator()) {
                $total += $site.Value
                [PSCustomObject]@{ Name = $site.Key; CurrentConnections = [uint32] $site.Value }
            }
            [PSCustomObject]@{ Name = '_Total'; CurrentConnections = [uint32] $total }
            return
        }
        default { throw "not emulated: Get-CimInstance $ClassName $Filter" }
    }
}
