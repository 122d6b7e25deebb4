function Protect-Text {
    <#
    .SYNOPSIS
    Encrypts a text for this machine.
    .DESCRIPTION
    DPAPI with the key of the machine: any administrator of this host can read it, a copy of the file elsewhere
    cannot be read. The machine key is used because an NTLM session has no user key.
    .PARAMETER Text
    The text; an empty one is allowed.
    .EXAMPLE
    Protect-Text -Text 'value'
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Text
    )

    Add-Type -AssemblyName 'System.Security'
    $bytes = [System.Text.Encoding]::UTF8.GetBytes($Text)
    $scope = [System.Security.Cryptography.DataProtectionScope]::LocalMachine
    [System.Convert]::ToBase64String([System.Security.Cryptography.ProtectedData]::Protect($bytes, $null, $scope))
}
