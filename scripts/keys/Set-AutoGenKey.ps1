function Set-AutoGenKey {
    <#
    .SYNOPSIS
    Gives a pool a place in the registry for its data-protection keys.
    .DESCRIPTION
    What Provision-AutoGenKeys does, in both registry views, so that the pool may be 32-bit or 64-bit. Rights are
    compared as rights: Windows maps and splits what was written. Keys that are there stay. Neither pool nor
    profile has to exist.
    .PARAMETER Pool
    The pool, as it is named in the report.
    .PARAMETER Sid
    The account that the pool runs as, if the controller knows it.
    .PARAMETER Account
    Its name, if not.
    .EXAMPLE
    Set-AutoGenKey -Pool 'Shop' -Account 'IIS AppPool\Shop'
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Pool,

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Sid = '',

        [AllowNull()]
        [AllowEmptyString()]
        [string] $Account = ''
    )

    $holder = Resolve-KeyHolder -Sid $Sid -Account $Account
    $wanted = "D:P(A;OICI;GA;;;SY)(A;OICI;GA;;;BA)(A;OICI;GA;;;$holder)"
    $changes = @()
    foreach ($view in 'x64', 'x86') {
        $key = Get-AutoGenKeyPath -View $view -Sid $holder
        $exists = Test-Path -LiteralPath $key
        if ($exists -and (Compare-Sddl -Sddl (Get-PathSddl -Path $key) -Other $wanted -Registry)) {
            continue
        }
        if ($PSCmdlet.ShouldProcess($key, 'Make the key and set its access list')) {
            if (-not $exists) {
                # With -Force the levels above come too; on a key that is there it would empty it.
                $null = New-Item -Path $key -Force
            }
            Set-PathSddl -Path $key -Sddl $wanted
            $found = Get-PathSddl -Path $key
            if (-not (Compare-Sddl -Sddl $found -Other $wanted -Registry)) {
                throw (New-StepError -Message "The rights of $key are not as they were set." -Kind 'security' `
                        -Expected $wanted -Found $found -Remedy 'See whether a policy of the domain sets them.')
            }
        }
        $before = if ($exists) { 'other rights' } else { $null }
        $changes += New-Change -Path "autogenkey/$Pool/$view" -Before $before -After 'present'
    }
    New-StepResult -Change $changes
}
