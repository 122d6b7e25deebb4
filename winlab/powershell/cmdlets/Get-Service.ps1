function global:Get-Service {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0, ValueFromPipeline = $true)] [string[]] $Name = @('*')
    )

    process {
        $rows = @{}
        foreach ($row in [Winlab.Rpc]::Call('services.list', @{})) { $rows[$row.name] = $row }
        # As on Windows a service knows its dependants, which are services too.
        $convert = {
            param($row)
            $dependants = @($row.dependents | ForEach-Object -Process { & $convert $rows[$_] })
            $service = [PSCustomObject]@{
                Name = $row.name; ServiceName = $row.name; DisplayName = $row.display_name; Status = $row.status
                StartType = $row.start_type; DependentServices = [object[]] $dependants
            }
            $service | Add-Member -MemberType ScriptMethod -Name 'Dispose' -Value { }
            $service
        }
        foreach ($pattern in $Name) {
            $found = @($rows.Keys | Where-Object -FilterScript { $_ -like $pattern } | Sort-Object)
            if ($found.Count -eq 0 -and -not [System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($pattern)) {
                Write-Error -Message "Cannot find any service with service name '$pattern'." -Category ObjectNotFound
            }
            foreach ($key in $found) { & $convert $rows[$key] }
        }
    }
}
