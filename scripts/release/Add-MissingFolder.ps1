function Add-MissingFolder {
    <#
    .SYNOPSIS
    Makes folders with what is missing above them, and returns a change for each that was not there.
    .DESCRIPTION
    In a plan, what an earlier step has told that it would make is not told again.
    .PARAMETER Path
    The folders.
    .EXAMPLE
    $changes += @(Add-MissingFolder -Path 'C:\inetpub\shop')
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string[]] $Path
    )

    foreach ($one in $Path) {
        $parts = $one.TrimEnd('\').Split('\')
        foreach ($folder in @(1..($parts.Count - 1) | ForEach-Object -Process { $parts[0..$_] -join '\' })) {
            if (@($script:IisFleet['PlannedFolders']) -contains $folder) {
                continue
            }
            $item = Get-Item -LiteralPath $folder -Force -ErrorAction SilentlyContinue
            if ($null -ne $item) {
                if (-not $item.PSIsContainer) {
                    throw (New-StepError -Message "$folder is a file." -Expected 'a folder' -Found 'a file' `
                            -Kind 'conflict' -Remedy 'Rename the file, or name another folder in the inventory.')
                }
                continue
            }
            if ($PSCmdlet.ShouldProcess($folder, 'Make the folder')) {
                $null = New-Item -Path $folder -ItemType Directory
            }
            else {
                $script:IisFleet['PlannedFolders'] = @($script:IisFleet['PlannedFolders']) + @($folder)
            }
            New-Change -Path "folder/$folder" -Before $null -After 'present'
        }
    }
}
