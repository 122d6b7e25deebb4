function Set-SiteFolder {
    <#
    .SYNOPSIS
    Makes the folders of a site and protects them.
    .DESCRIPTION
    Path, with what is missing above it, and releases, incoming and shared in it. The access list of Path is
    protected, so that one pool cannot read the settings of another; it is compared entry by entry and set only if
    it means something else.
    .PARAMETER Path
    The path of the site.
    .PARAMETER Sddl
    The access list, such as D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA).
    .PARAMETER Identity
    An account that may read and run what is there: that of the pool.
    .PARAMETER KeepAccess
    Leaves the access list of a folder that is there already: what serves from it may need it. It is set later,
    when the state before has been saved.
    .PARAMETER Merge
    Leaves the entries that a folder which is there has beside these, and what it inherits.
    .PARAMETER Store
    Only releases and incoming in it: a folder beside content that is published in place.
    .PARAMETER Plain
    Only the folder and its access list, nothing in it: content that is published in place.
    .EXAMPLE
    Set-SiteFolder -Path 'C:\inetpub\shop' -Sddl 'D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)' -Identity 'IIS
    AppPool\Shop'
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
        [AllowEmptyString()]
        [string] $Identity = '',

        [bool] $KeepAccess = $false,

        [bool] $Merge = $false,

        [bool] $Store = $false,

        [bool] $Plain = $false
    )

    $wanted = $Sddl
    if ($Identity) {
        try {
            $wanted += '(A;OICI;0x1200a9;;;{0})' -f (Resolve-AccountSid -Name $Identity)
        }
        catch {
            throw (New-StepError -Message "Windows does not know the account $Identity." -Kind 'identity' `
                    -Expected 'an account of this host or of its domain' -Found 'no such account' `
                    -Remedy 'Correct pool.identity in the inventory, or make the account.')
        }
    }
    $existed = Test-Path -LiteralPath $Path
    $isTold = @($script:IisFleet['PlannedFolders']) -contains $Path
    $below = @(if (-not $Plain) { 'releases', 'incoming' }) + @(if (-not ($Plain -or $Store)) { 'shared' })
    $changes = @(Add-MissingFolder -Path (@($Path) + @($below | ForEach-Object -Process { "$Path\$_" })))
    if ($isTold -or ($existed -and $KeepAccess)) {
        return New-StepResult -Change $changes
    }
    $found = if ($existed) { Get-PathSddl -Path $Path } else { $null }
    if ($existed -and $Merge) {
        $merged = Merge-Sddl -Sddl $found -Other $wanted
        $wanted = if ($merged) { $merged } else { $found }
    }
    if (-not $existed -or -not (Compare-Sddl -Sddl $found -Other $wanted)) {
        if ($PSCmdlet.ShouldProcess($Path, 'Set the access list')) {
            Set-PathSddl -Path $Path -Sddl $wanted
        }
        $changes += New-Change -Path "acl/$Path" -Before $found -After $wanted
    }
    New-StepResult -Change $changes
}
