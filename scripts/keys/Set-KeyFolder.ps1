function Set-KeyFolder {
    <#
    .SYNOPSIS
    Makes a folder for data-protection keys that several pools of this host share.
    .DESCRIPTION
    A folder of this host, with what is missing above it. Its access list is protected: whoever reads the keys can
    sign in as anybody. It is compared entry by entry. The rights of a share are the file server's.
    .PARAMETER Path
    The folder.
    .PARAMETER Sddl
    The access list, with those accounts that the controller knows.
    .PARAMETER Account
    Accounts that may write into it besides.
    .EXAMPLE
    Set-KeyFolder -Path 'D:\keys' -Sddl 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)' -Account @('CORP\svc-shop')
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]:\\[^\\]')]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^D:')]
        [string] $Sddl,

        [AllowNull()]
        [AllowEmptyCollection()]
        [string[]] $Account = @()
    )

    Assert-HostDrive -Path $Path -Remedy 'Correct data_protection.folder, or give the host that drive.'
    $wanted = $Sddl
    foreach ($name in @($Account | Where-Object -FilterScript { $_ })) {
        $wanted += '(A;OICI;0x1301bf;;;{0})' -f (Resolve-KeyHolder -Account $name)
    }
    $item = Get-Item -LiteralPath $Path -Force -ErrorAction SilentlyContinue
    if ($null -ne $item -and (Test-ReparsePoint -Item $item)) {
        throw (New-StepError -Message "$Path is a link: keys would lie somewhere else." -Kind 'security' `
                -Expected 'a folder' -Found 'a reparse point' -Remedy 'Name the folder that it leads to.')
    }
    $changes = @(Add-MissingFolder -Path $Path)
    $found = if ($null -ne $item) { Get-PathSddl -Path $Path } else { $null }
    if ($null -eq $item -or -not (Compare-Sddl -Sddl $found -Other $wanted)) {
        if ($PSCmdlet.ShouldProcess($Path, 'Set the access list')) {
            # Whoever made the folder could change its access list for as long as it is his.
            Set-PathSddl -Path $Path -Sddl $wanted -Owner 'BA'
        }
        $changes += New-Change -Path "acl/$Path" -Before $found -After $wanted
    }
    New-StepResult -Change $changes
}
