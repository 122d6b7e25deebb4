function Unprotect-Text {
    <#
    .SYNOPSIS
    Decrypts what Protect-Text made on this machine.
    .DESCRIPTION
    DPAPI with the key of the machine. Text from another machine is refused by Windows.
    .PARAMETER Text
    Base64, as Protect-Text returned it.
    .EXAMPLE
    Unprotect-Text -Text $state.value
    .OUTPUTS
    System.String
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Text
    )

    Add-Type -AssemblyName 'System.Security'
    $bytes = [System.Convert]::FromBase64String($Text)
    $scope = [System.Security.Cryptography.DataProtectionScope]::LocalMachine
    $plain = [System.Security.Cryptography.ProtectedData]::Unprotect($bytes, $null, $scope)
    [System.Text.Encoding]::UTF8.GetString($plain)
}
