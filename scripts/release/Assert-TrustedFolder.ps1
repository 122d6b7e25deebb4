function Assert-TrustedFolder {
    <#
    .SYNOPSIS
    Fails unless a folder is a real one that belongs to SYSTEM or the Administrators.
    .DESCRIPTION
    A junction could lead writes of an administrator anywhere; a foreign owner can give himself any right at any
    time.
    .PARAMETER Path
    The folder.
    .EXAMPLE
    Assert-TrustedFolder -Path 'C:\ProgramData\iisfleet'
    .OUTPUTS
    None
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    $item = Get-Item -LiteralPath $Path -Force
    $remedy = "Find out who made $Path, then delete it: it is made anew."
    if (Test-ReparsePoint -Item $item) {
        throw (New-StepError -Message "$Path leads to another place." -Kind 'security' -Expected 'a folder' `
                -Found 'a reparse point (junction or link)' -Remedy $remedy)
    }
    if (-not $item.PSIsContainer) {
        throw (New-StepError -Message "$Path is a file." -Kind 'security' -Expected 'a folder' -Found 'a file' `
                -Remedy $remedy)
    }
    $owner = ''
    if ((Get-Acl -LiteralPath $Path).Sddl -match '^O:(?<owner>S-[0-9-]+|[A-Z]{2})') {
        $owner = $Matches['owner']
    }
    # SYSTEM, Administrators, and the built-in Administrator, whose own name some editions put there.
    if (@('SY', 'BA', 'LA', 'S-1-5-18', 'S-1-5-32-544') -notcontains $owner) {
        throw (New-StepError -Message "$Path belongs to somebody else." -Kind 'security' `
                -Expected 'owner SYSTEM or Administrators' -Found "owner $owner" -Remedy $remedy)
    }
}
