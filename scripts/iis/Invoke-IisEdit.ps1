function Invoke-IisEdit {
    <#
    .SYNOPSIS
    Calls the noted steps again on the present draft.
    .DESCRIPTION
    Returns the changes that they make. Used to edit a fresh draft, and to prove a commit: then there are none.
    .EXAMPLE
    $left = @(Invoke-IisEdit)
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $script:IisFleet['Replaying'] = $true
    try {
        foreach ($edit in @($script:IisFleet['Edits'])) {
            $parameter = $edit.Parameter
            (& $edit.Name @parameter -WhatIf:$false -Confirm:$false).Changes
        }
    }
    finally {
        $script:IisFleet['Replaying'] = $false
    }
}
