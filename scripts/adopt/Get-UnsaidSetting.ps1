function Get-UnsaidSetting {
    <#
    .SYNOPSIS
    Gives what is set on a configuration element beside what an inventory can say.
    .DESCRIPTION
    Each attribute with a value of its own, at any depth, except those that are named. Values that look like
    secrets are left out.
    .PARAMETER Element
    A ConfigurationElement.
    .PARAMETER Known
    What an inventory says: paths such as processModel/idleTimeout; all below one counts as said.
    .PARAMETER Prefix
    The path of the element.
    .EXAMPLE
    Get-UnsaidSetting -Element $pool -Known @('name', 'startMode', 'environmentVariables')
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Element,

        [AllowEmptyCollection()]
        [string[]] $Known = @(),

        [AllowEmptyString()]
        [string] $Prefix = ''
    )

    # What IIS works out while it runs.
    $computed = @('state', 'applicationPoolSid', 'isDsMapperEnabled', 'certificateHash', 'certificateStoreName',
        'lastStartupStatus', 'workerProcesses', 'sessions')
    $left = $computed + $Known
    $own = @($Element.Attributes | Where-Object -FilterScript {
            $left -notcontains "$Prefix$($_.Name)" -and $computed -notcontains $_.Name -and
            -not $_.IsInheritedFromDefaultValue
        })
    foreach ($attribute in @($own | Sort-Object -Property 'Name')) {
        $text = [string] (ConvertTo-IisValue -Attribute $attribute)
        $hide = $attribute.Name -eq 'password' -or
            ($attribute.Schema.Type -eq 'string' -and (Test-SecretText -Name $attribute.Name -Text $text))
        @{ path = "$Prefix$($attribute.Name)"; value = if ($hide) { $null } else { $text } }
    }
    foreach ($child in @($Element.ChildElements)) {
        $path = "$Prefix$($child.ElementTagName)"
        if ($left -notcontains $path) {
            Get-UnsaidSetting -Element $child -Known $Known -Prefix "$path/"
        }
    }
    if ($null -ne $Element.Schema.CollectionSchema -and $left -notcontains "$Prefix*") {
        foreach ($item in @($Element.GetCollection() | ForEach-Object -Process { $_ })) {
            Get-UnsaidSetting -Element $item -Known $Known -Prefix "$Prefix$($item.ElementTagName)/"
        }
    }
}
