function Set-IisAttribute {
    <#
    .SYNOPSIS
    Gives an attribute of the draft a value and returns the change.
    .DESCRIPTION
    Returns nothing, and touches nothing, if the attribute has that value already. Only the draft in memory is
    edited: Complete-IisChange is what writes.
    .PARAMETER Element
    A ConfigurationElement.
    .PARAMETER Name
    The attribute.
    .PARAMETER Value
    Text, number, Boolean or TimeSpan; $null takes the attribute away.
    .PARAMETER Path
    The path of the change.
    .PARAMETER Exact
    Compares text with its case: passwords and values of variables.
    .PARAMETER Secret
    Shows *** for the values in the change.
    .EXAMPLE
    Set-IisAttribute -Element $pool -Name 'startMode' -Value 'AlwaysRunning' -Path 'pool/Shop/startMode'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [object] $Element,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [AllowNull()]
        [object] $Value,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [switch] $Exact,

        [switch] $Secret
    )

    $attribute = $Element.GetAttribute($Name)
    $before = ConvertTo-IisValue -Attribute $attribute
    $after = if ($Value -is [timespan]) { $Value.ToString() } else { $Value }
    if ("$before" -ceq "$after" -or (-not $Exact -and "$before" -eq "$after")) {
        return
    }
    if ($null -eq $Value) {
        $attribute.Delete()
    }
    elseif ($Value -is [int]) {
        # IIS keeps its numbers as 64-bit integers.
        $Element.SetAttributeValue($Name, [long] $Value)
    }
    else {
        $Element.SetAttributeValue($Name, $Value)
    }
    if ($Secret) {
        $before = if ($null -eq $before) { $null } else { '***' }
        $after = if ($null -eq $after) { $null } else { '***' }
    }
    New-Change -Path $Path -Before $before -After $after
}
