function Assert-Archive {
    <#
    .SYNOPSIS
    Fails unless an archive has arrived whole.
    .DESCRIPTION
    Each shard was verified when it came; this verifies that none is missing.
    .PARAMETER Path
    The zip file.
    .PARAMETER Sha256
    Its hash.
    .EXAMPLE
    Assert-Archive -Path $file -Sha256 $hash
    .OUTPUTS
    None
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory = $true)]
        [AllowEmptyString()]
        [string] $Sha256
    )

    $found = 'no such file'
    if (Test-Path -LiteralPath $Path) {
        $found = Get-ContentHash -Path $Path
    }
    if ($found -ne $Sha256) {
        # A damaged archive would be taken for a received one by every further try.
        if ($PSCmdlet.ShouldProcess($Path, 'Delete')) {
            Remove-Item -LiteralPath $Path -Force -ErrorAction SilentlyContinue
        }
        throw (New-StepError -Message "The archive $Path did not arrive whole." -Kind 'content' `
                -Expected "SHA-256 $Sha256" -Found $found -Remedy 'Deploy again: it is sent anew.')
    }
}
