function Write-ContentPlan {
    <#
    .SYNOPSIS
    Writes down which files a publish changes, adds and removes, and gives the hash of that list.
    .DESCRIPTION
    One line a file: what is done to it, path, size and SHA-256 as it is before; of an added one as it will be. The
    folders that are made are listed, too. In the store, beside the copies of those files.
    .PARAMETER Store
    The folder of the releases.
    .PARAMETER Run
    The id of the run.
    .PARAMETER Plan
    What Get-ContentPlan gave.
    .EXAMPLE
    $sha256 = Write-ContentPlan -Store $store -Run 'r1' -Plan $plan
    .OUTPUTS
    System.String
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Store,

        [Parameter(Mandatory = $true)]
        [string] $Run,

        [Parameter(Mandatory = $true)]
        [object] $Plan
    )

    $text = New-Object -TypeName System.Text.StringBuilder
    foreach ($kind in @('Changed', 'Removed', 'Added')) {
        foreach ($entry in @($Plan.$kind)) {
            $line = "{0}`t{1}`t{2}`t{3}`n" -f $kind, $entry.Path, $entry.Size, $entry.Sha256
            $null = $text.Append($line)
        }
    }
    foreach ($folder in @($Plan.Folders)) {
        $null = $text.Append("Folder`t$folder`t0`t-`n")
    }
    if ($PSCmdlet.ShouldProcess("$Store\before\$Run.files", 'Write')) {
        if (-not (Test-Path -LiteralPath "$Store\before")) {
            $null = New-Item -Path "$Store\before" -ItemType Directory
        }
        Write-TextFile -Path "$Store\before\$Run.files" -Text $text.ToString()
    }
    Get-ContentHash -Text $text.ToString()
}
