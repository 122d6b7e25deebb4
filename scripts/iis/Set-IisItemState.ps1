function Set-IisItemState {
    <#
    .SYNOPSIS
    Makes the items of a collection of the draft what was saved, and returns the changes.
    .DESCRIPTION
    Items are told apart by Get-IisItemName: those that were not there are removed, missing ones are added, the
    others keep their place and get their attributes back.
    .PARAMETER Element
    The element that has the collection.
    .PARAMETER State
    The saved data of that element.
    .PARAMETER Path
    The change path of that element.
    .EXAMPLE
    Set-IisItemState -Element $site.GetChildElement('bindings') -State $saved -Path 'site/Shop'
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
        [string] $Path
    )

    $collection = $Element.GetCollection()
    $isEnvironment = $Element.ElementTagName -eq 'environmentVariables'
    $present = if ($isEnvironment) { '***' } else { 'present' }
    $savedNames = @($State.items | ForEach-Object -Process { Get-IisItemName -State $_ })
    $known = @{}
    $listBefore = New-Object -TypeName System.Collections.ArrayList
    foreach ($item in @($collection | ForEach-Object -Process { $_ })) {
        $attributes = @(ConvertTo-IisAttributeState -Element $item)
        $name = Get-IisItemName -State @{ tag = $item.ElementTagName; attributes = $attributes }
        $null = $listBefore.Add($name)
        if ($savedNames -contains $name) {
            $known[$name] = $item
            continue
        }
        $null = $collection.Remove($item)
        if ($Element.ElementTagName -ne 'schedule') {
            $itemPath = Get-IisItemPath -Parent $Path -Tag $item.ElementTagName -Name $name
            New-Change -Path $itemPath -Before $present -After $null
        }
    }
    foreach ($saved in @($State.items)) {
        $name = Get-IisItemName -State $saved
        $itemPath = Get-IisItemPath -Parent $Path -Tag $saved.tag -Name $name
        if ($known.ContainsKey($name)) {
            $changes = @(Set-IisElementState -Element $known[$name] -State $saved -Path $itemPath `
                    -Secret:$isEnvironment)
            if ($isEnvironment -and $changes.Count -gt 0) {
                $changes = @(New-Change -Path $itemPath -Before '***' -After '***')
            }
            $changes
            continue
        }
        $new = $collection.CreateElement($saved.tag)
        $null = @(Set-IisElementState -Element $new -State $saved -Path $itemPath)
        $null = $collection.Add($new)
        if ($Element.ElementTagName -ne 'schedule') {
            New-Change -Path $itemPath -Before $null -After $present
        }
    }
    if ($Element.ElementTagName -eq 'schedule' -and ($listBefore -join ',') -ne ($savedNames -join ',')) {
        New-Change -Path $Path -Before ([object[]] $listBefore) -After ([object[]] $savedNames)
    }
}
