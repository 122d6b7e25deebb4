function Register-IisChange {
    <#
    .SYNOPSIS
    Notes a step that edited the draft.
    .DESCRIPTION
    Complete-IisChange calls the noted steps again: to edit a fresh draft if the file changed on disk meanwhile,
    and, after the commit, to prove that they find nothing left to change.
    .PARAMETER Name
    The step.
    .PARAMETER Parameter
    Its parameters.
    .PARAMETER Commit
    Whether the edit is to be written; not so with -WhatIf.
    .EXAMPLE
    Register-IisChange -Name 'Set-IisPool' -Parameter $PSBoundParameters -Commit $true
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Parameter,

        [Parameter(Mandatory = $true)]
        [bool] $Commit
    )

    if ($script:IisFleet['Replaying']) {
        return
    }
    $copy = @{}
    foreach ($key in $Parameter.Keys) {
        if (@('WhatIf', 'Confirm') -notcontains $key) {
            $copy[$key] = $Parameter[$key]
        }
    }
    if ($null -eq $script:IisFleet['Edits']) {
        $script:IisFleet['Edits'] = New-Object -TypeName System.Collections.ArrayList
    }
    $null = $script:IisFleet['Edits'].Add(@{ Name = $Name; Parameter = $copy; Commit = $Commit })
}
