function Set-KeyPolicy {
    <#
    .SYNOPSIS
    Sets what Windows demands of the data-protection keys of every app.
    .DESCRIPTION
    In both registry views. Values that are not named stay as they are. An EncryptionType that ASP.NET Core does
    not know would end every app as it starts, so it is refused.
    Source: learn.microsoft.com/aspnet/core/security/data-protection/configuration/machine-wide-policy.
    .PARAMETER Values
    Name and data: text, or whole numbers for DefaultKeyLifetime and EncryptionAlgorithmKeySize.
    .EXAMPLE
    Set-KeyPolicy -Values @{ EncryptionType = 'CNG-CBC'; DefaultKeyLifetime = 90 }
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [System.Collections.IDictionary] $Values
    )

    $texts = 'EncryptionType', 'KeyEscrowSinks', 'EncryptionAlgorithm', 'EncryptionAlgorithmProvider',
    'HashAlgorithm', 'HashAlgorithmProvider', 'EncryptionAlgorithmType', 'ValidationAlgorithmType'
    $numbers = 'DefaultKeyLifetime', 'EncryptionAlgorithmKeySize'
    $types = 'CNG-CBC', 'CNG-GCM', 'Managed'
    foreach ($name in $Values.Keys) {
        $isText = $texts -ccontains $name -and $Values[$name] -is [string]
        $isKnown = $name -cne 'EncryptionType' -or $types -ccontains $Values[$name]
        $isNumber = $numbers -ccontains $name -and $Values[$name] -is [int]
        if (-not (($isText -and $isKnown) -or $isNumber)) {
            throw (New-StepError -Message "The policy for keys has no $name of $($Values[$name])." -Kind 'input' `
                    -Expected "$(($texts + $numbers) -join ', '); EncryptionType: $($types -join ', ')" `
                    -Found "$name = $($Values[$name])" -Remedy 'Correct data_protection_policy in the inventory.')
        }
    }
    $software = @{ x64 = 'HKLM:\SOFTWARE'; x86 = 'HKLM:\SOFTWARE\WOW6432Node' }
    $changes = @()
    foreach ($view in 'x64', 'x86') {
        $key = "$($software[$view])\Microsoft\DotNetPackages\Microsoft.AspNetCore.DataProtection"
        foreach ($name in @($Values.Keys | Sort-Object)) {
            $type = if ($Values[$name] -is [int]) { 'DWord' } else { 'String' }
            $found = Get-RegistryValue -Path $key -Name $name
            $isKind = $null -ne $found -and "$((Get-Item -LiteralPath $key).GetValueKind($name))" -eq $type
            if ($isKind -and "$found" -ceq "$($Values[$name])") {
                continue
            }
            if ($PSCmdlet.ShouldProcess("$key, $name", 'Set the value')) {
                if (-not (Test-Path -LiteralPath $key)) {
                    $null = New-Item -Path $key -Force
                }
                $value = @{ LiteralPath = $key; Name = $name; Value = $Values[$name]; PropertyType = $type }
                $null = New-ItemProperty @value -Force
            }
            $changes += New-Change -Path "keypolicy/$view/$name" -Before $found -After $Values[$name]
        }
    }
    New-StepResult -Change $changes
}
