function Read-ContentPlan {
    <#
    .SYNOPSIS
    Reads which files a publish changes, adds and removes.
    .DESCRIPTION
    What Write-ContentPlan wrote, proven by its hash.
    .PARAMETER Store
    The folder of the releases.
    .PARAMETER Run
    The id of the run.
    .PARAMETER Sha256
    The hash that was written down.
    .EXAMPLE
    (Read-ContentPlan -Store $store -Run 'r1' -Sha256 $entry.files).Changed
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [string] $Store,

        [Parameter(Mandatory = $true)]
        [string] $Run,

        [Parameter(Mandatory = $true)]
        [string] $Sha256
    )

    $file = "$Store\before\$Run.files"
    $text = Read-TextFile -Path $file
    $found = if ($null -eq $text) { 'no such file' } else { Get-ContentHash -Text $text }
    if ($found -ne $Sha256) {
        throw (New-StepError -Message "The list of what run $Run changes is lost." -Kind 'state' `
                -Expected "$file with SHA-256 $Sha256" -Found $found `
                -Remedy 'Deploy the release again that was live before: each file is compared by hash.')
    }
    $lists = @{ Changed = @(); Removed = @(); Added = @(); Folder = @() }
    foreach ($line in $text.Split("`n")) {
        if ($line) {
            $fields = $line.Split("`t")
            $entry = [PSCustomObject]@{ Path = $fields[1]; Size = [long] $fields[2]; Sha256 = $fields[3] }
            $lists[$fields[0]] += $entry
        }
    }
    [PSCustomObject]@{
        Changed = [object[]] $lists.Changed
        Removed = [object[]] $lists.Removed
        Added   = [object[]] $lists.Added
        Folders = [string[]] @($lists.Folder | ForEach-Object -Process { $_.Path })
    }
}
