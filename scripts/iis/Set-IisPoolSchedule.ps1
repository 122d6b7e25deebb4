function Set-IisPoolSchedule {
    <#
    .SYNOPSIS
    Gives a pool of the draft its times of recycling, exactly, and returns the change.
    .DESCRIPTION
    The order of the times means nothing and is not compared.
    .PARAMETER Pool
    The element of the pool.
    .PARAMETER Name
    The name of the pool.
    .PARAMETER Schedule
    Times of day, such as 03:00.
    .EXAMPLE
    Set-IisPoolSchedule -Pool $pool -Name 'Shop' -Schedule @('03:00')
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Pool,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [string[]] $Schedule
    )

    $restart = $Pool.GetChildElement('recycling').GetChildElement('periodicRestart')
    $collection = $restart.GetCollection('schedule')
    $before = @($collection | ForEach-Object -Process { ([timespan] $_.GetAttributeValue('value')).ToString() } |
            Sort-Object)
    $after = @($Schedule | ForEach-Object -Process { [timespan]::Parse($_).ToString() } | Sort-Object -Unique)
    if (($before -join ',') -eq ($after -join ',')) {
        return
    }
    foreach ($item in @($collection | ForEach-Object -Process { $_ })) {
        $null = $collection.Remove($item)
    }
    foreach ($time in $after) {
        $null = New-IisElement -Collection $collection -Tag 'add' -Attribute @{ value = [timespan]::Parse($time) }
    }
    New-Change -Path "pool/$Name/recycling/periodicRestart/schedule" -Before ([object[]] $before) `
        -After ([object[]] $after)
}
