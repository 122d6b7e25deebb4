function Copy-ShareFile {
    <#
    .SYNOPSIS
    Runs robocopy from a share into a folder.
    .DESCRIPTION
    Once for the whole share, or for some files once a folder of it: a command line holds so many names. Returns
    the bits of all exit codes. The log is kept; what Windows has refused stands there as a number in every
    language.
    .PARAMETER Share
    Where the files are.
    .PARAMETER Folder
    Where they go to.
    .PARAMETER Name
    Relative paths, with /; none: everything.
    .PARAMETER Log
    The file for the log.
    .PARAMETER UserName
    As whom the share is read; nothing: as the account of this process.
    .EXAMPLE
    Copy-ShareFile -Share '\\files\drop\Shop' -Folder 'C:\inetpub\shop\incoming\r1.share' -Name @() -Log $log
    .OUTPUTS
    System.Int32
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([int])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Share,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Folder,

        [AllowEmptyCollection()]
        [string[]] $Name = @(),

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Log,

        [AllowEmptyString()]
        [string] $UserName = ''
    )

    $copies = @(Split-ShareFile -Name $Name)
    if ($copies.Count -eq 0) {
        $copies = @(@{ Below = ''; Names = @('/E') })
    }
    $code = 0
    $first = $true
    foreach ($copy in $copies) {
        $way = if ($first) { '/UNILOG:' } else { '/UNILOG+:' }
        $first = $false
        $arguments = @("$Share$($copy.Below)", "$Folder$($copy.Below)") + $copy.Names
        # Junctions are not followed; a file that cannot be had is tried again twice, not a million times.
        $arguments += @('/XJ', '/COPY:DAT', '/DCOPY:DA', '/R:2', '/W:2', '/NP', '/NDL', '/BYTES', "$way$Log")
        if (-not $PSCmdlet.ShouldProcess($Folder, 'Copy')) {
            continue
        }
        $ended = Invoke-Native -FilePath 'robocopy.exe' -ArgumentList $arguments -SuccessCode (0..255)
        $code = $code -bor $ended.Code
        if ($ended.Code -ge 8) {
            $text = [string] (Get-Content -LiteralPath $Log -Encoding Unicode -Raw -ErrorAction SilentlyContinue)
            $refused = [regex]::Matches("$text$($ended.Text)", '\(0x([0-9A-Fa-f]{8})\)')
            $last = 0
            if ($refused.Count -gt 0) {
                $last = [System.Convert]::ToInt32($refused[$refused.Count - 1].Groups[1].Value, 16)
            }
            $found = "robocopy ended with $($ended.Code), Windows' error $last; its log is $Log"
            throw (New-ShareError -Share $Share -Code $last -UserName $UserName -Found $found)
        }
    }
    $code
}
