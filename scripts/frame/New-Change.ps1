function New-Change {
    <#
    .SYNOPSIS
    Makes one entry of a step's list of changes.
    .DESCRIPTION
    A change names a property and its value before and after. The same entry is made with -WhatIf and without.
    .PARAMETER Path
    The property, such as pool/Shop/startMode.
    .PARAMETER Before
    The value that was found; $null if there was none.
    .PARAMETER After
    The value that is set; $null if it is removed.
    .EXAMPLE
    New-Change -Path 'folder/C:\inetpub\shop' -Before $null -After 'present'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [AllowNull()]
        [object] $Before,

        [AllowNull()]
        [object] $After
    )

    # What a function returned nothing for equals $null, but 5.1 would write it as {}.
    if ($null -eq $Before) { $Before = $null }
    if ($null -eq $After) { $After = $null }
    # What a command returns without output compares equal to $null, but JSON shows it as an empty object.
    $change = @{ path = $Path; before = $null; after = $null }
    if ($null -ne $Before) {
        $change.before = $Before
    }
    if ($null -ne $After) {
        $change.after = $After
    }
    $change
}
