function Set-IisElementState {
    <#
    .SYNOPSIS
    Makes an element of the draft what ConvertTo-IisElementState saved, and returns the changes.
    .DESCRIPTION
    Attributes that were not set then are taken away again. Touches only what differs, so that a second call
    returns nothing: that is how a restore proves itself.
    .PARAMETER Element
    A ConfigurationElement.
    .PARAMETER State
    The saved data.
    .PARAMETER Path
    The change path of the element.
    .PARAMETER Secret
    Shows *** for the values of attributes: environment variables.
    .EXAMPLE
    Set-IisElementState -Element $pool -State $saved -Path 'pool/Shop'
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
        [object] $State,

        [Parameter(Mandatory = $true)]
        [string] $Path,

        [switch] $Secret
    )

    $saved = @($State.attributes)
    $savedNames = @($saved | ForEach-Object -Process { $_.name })
    foreach ($now in @(ConvertTo-IisAttributeState -Element $Element)) {
        if ($savedNames -notcontains $now.name) {
            $attribute = $Element.GetAttribute($now.name)
            $before = ConvertTo-IisValue -Attribute $attribute
            $attribute.Delete()
            $after = ConvertTo-IisValue -Attribute $Element.GetAttribute($now.name)
            if ("$before" -cne "$after") {
                $hide = $Secret -or $now.protected
                New-Change -Path "$Path/$($now.name)" -Before $(if ($hide) { '***' } else { $before }) -After $(
                    if ($hide) { $null } else { $after })
            }
        }
    }
    foreach ($attribute in $saved) {
        $present = $Element.GetAttribute($attribute.name)
        $before = ConvertTo-IisValue -Attribute $present
        $value = ConvertFrom-IisAttributeState -State $attribute
        $differs = [string] $present.Value -cne [string] $value
        # Set it even if the value that is inherited now happens to be the same: a new item inherits other values
        # once it belongs to its collection.
        if ($differs -or $present.IsInheritedFromDefaultValue) {
            $Element.SetAttributeValue($attribute.name, $value)
        }
        if ($differs) {
            $after = ConvertTo-IisValue -Attribute $Element.GetAttribute($attribute.name)
            if ($Secret -or $attribute.protected) {
                $before = if ($null -eq $before) { $null } else { '***' }
                $after = '***'
            }
            New-Change -Path "$Path/$($attribute.name)" -Before $before -After $after
        }
    }
    $computed = @('workerProcesses', 'sessions')
    foreach ($child in @($Element.ChildElements | Where-Object -FilterScript {
                $computed -notcontains $_.ElementTagName })) {
        $tag = $child.ElementTagName
        $childState = @($State.elements) | Where-Object -FilterScript { $_.tag -eq $tag } | Select-Object -First 1
        if ($null -eq $childState) {
            $childState = @{ tag = $tag; attributes = @(); elements = @(); items = @() }
        }
        $childPath = switch ($tag) {
            'environmentVariables' { "$Path/environment" }
            'bindings' { $Path }
            default { "$Path/$tag" }
        }
        Set-IisElementState -Element $child -State $childState -Path $childPath
    }
    if ($null -ne $Element.Schema.CollectionSchema) {
        Set-IisItemState -Element $Element -State $State -Path $Path
    }
}
