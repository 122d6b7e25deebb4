function Set-RegistryValue {
    <#
    .SYNOPSIS
    Writes one value of the machine's registry.
    .DESCRIPTION
    Makes the key if need be. Kind and data count: '1' as text is not the number 1, and a change between them shows
    both kinds.
    .PARAMETER Key
    The key below HKEY_LOCAL_MACHINE, with it or HKLM before it.
    .PARAMETER Name
    The value.
    .PARAMETER Kind
    Its kind.
    .PARAMETER Value
    Text, a number, a list of text, or for Binary hexadecimal digits.
    .EXAMPLE
    Set-RegistryValue -Key 'HKLM\SOFTWARE\Shop' -Name 'Mode' -Kind 'DWord' -Value 1
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^(HKEY_LOCAL_MACHINE|HKLM:?)\\[^\\]')]
        [string] $Key,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [ValidateSet('String', 'ExpandString', 'MultiString', 'DWord', 'QWord', 'Binary')]
        [string] $Kind,

        [Parameter(Mandatory = $true)]
        [AllowNull()]
        [AllowEmptyString()]
        [AllowEmptyCollection()]
        [object] $Value
    )

    # As Windows spells it.
    $Kind = [string] (@('String', 'ExpandString', 'MultiString', 'DWord', 'QWord', 'Binary') -eq $Kind)
    $below = $Key.Substring($Key.IndexOf('\'))
    if ($below.Contains('/')) {
        # The registry provider takes / for \: it would look at another key, and write there.
        throw (New-StepError -Message "PowerShell cannot reach the key HKLM$below." -Kind 'input' `
                -Expected 'a path without /' -Found 'a / in the name of a key' `
                -Remedy 'Take it out of setup.registry and set it by a policy or by reg.exe.')
    }
    $path = "HKLM:$below"
    $found = Get-RegistryEntry -Path $path -Name $Name
    $wanted = ConvertTo-RegistryData -Kind $Kind -Value $Value
    if ($null -ne $found -and $found.Kind -eq $Kind -and
        ($found.Data -join [char] 0) -ceq ($wanted -join [char] 0)) {
        return New-StepResult
    }
    $change = @{ Path = "registry/HKLM$below/$Name"; Before = $null; After = $wanted }
    if ($null -ne $found) {
        $change['Before'] = $found.Data
        if ($found.Kind -ne $Kind) {
            $change['Before'] = '{0} {1}' -f $found.Kind, ($found.Data -join ', ')
            $change['After'] = '{0} {1}' -f $Kind, ($wanted -join ', ')
        }
    }
    if ($PSCmdlet.ShouldProcess("$path, value $Name", 'Set')) {
        if (-not (Test-Path -LiteralPath $path)) {
            # -Force makes the levels above; a key that is there would lose its values by it.
            $null = New-Item -Path $path -Force
        }
        $data = ConvertFrom-RegistryData -Kind $Kind -Data $wanted
        $null = New-ItemProperty -LiteralPath $path -Name $Name -PropertyType $Kind -Value $data -Force
    }
    New-StepResult -Change @(New-Change @change)
}
