function Set-IisPoolEnvironment {
    <#
    .SYNOPSIS
    Gives a pool of the draft its environment variables, and returns the changes.
    .DESCRIPTION
    Through the configuration API: on a command line the values would be audited. The value before is never shown,
    for it may have been a secret; the value after is shown unless it came as a SecureString.
    .PARAMETER Pool
    The element of the pool.
    .PARAMETER Name
    The name of the pool.
    .PARAMETER Environment
    Names and values; values are strings or SecureStrings, not empty.
    .PARAMETER Merge
    Leaves the variables that are not among them; without it they are removed.
    .EXAMPLE
    Set-IisPoolEnvironment -Pool $pool -Name 'Shop' -Environment @{ 'A' = 'x' }
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
        [System.Collections.IDictionary] $Environment,

        [bool] $Merge = $false
    )

    $path = "pool/$Name/environment"
    $collection = $Pool.GetCollection('environmentVariables')
    # psbase: a variable may be called KEYS, and would be taken for the property.
    $wanted = @($Environment.psbase.Keys | ForEach-Object -Process { [string] $_ } | Sort-Object)
    foreach ($item in @($collection | ForEach-Object -Process { $_ })) {
        $variable = [string] $item.GetAttributeValue('name')
        if (-not $Merge -and $wanted -notcontains $variable) {
            $null = $collection.Remove($item)
            New-Change -Path "$path/$variable" -Before '***' -After $null
        }
    }
    foreach ($variable in $wanted) {
        $given = $Environment[$variable]
        $value = ConvertFrom-Secret -Value $given
        if (-not $value -or -not $variable) {
            throw (New-StepError -Message "The variable '$variable' of pool $Name has no value." -Kind 'input' `
                    -Expected 'a name and a value: IIS holds no empty ones' -Found 'an empty one' `
                    -Remedy 'Give it a value, or take it out of env in the inventory.')
        }
        $item = Find-IisElement -Collection $collection -Key @{ name = $variable }
        $before = $null
        if ($null -ne $item) {
            if ([string] $item.GetAttributeValue('value') -ceq $value) {
                continue
            }
            $before = '***'
            $item.SetAttributeValue('value', $value)
        }
        else {
            $pair = @{ name = $variable; value = $value }
            $null = New-IisElement -Collection $collection -Tag 'add' -Attribute $pair
        }
        $after = if ($given -is [System.Security.SecureString]) { '***' } else { $value }
        New-Change -Path "$path/$variable" -Before $before -After $after
    }
}
