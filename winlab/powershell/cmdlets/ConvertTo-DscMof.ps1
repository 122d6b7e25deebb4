function global:ConvertTo-DscMof {
    # The model of the LCM reads the text itself; the compiler's words about a wrong one are the model's.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string] $Document,
        [Parameter(Mandatory = $true)] [string] $Configuration
    )

    $null = [Winlab.Rpc]::Call('lcm.compile', @{ text = $Document; configuration = $Configuration })
    , [System.Text.Encoding]::UTF8.GetBytes($Document)
}
