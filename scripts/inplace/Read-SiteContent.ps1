function Read-SiteContent {
    <#
    .SYNOPSIS
    Reads what Save-SiteContent wrote down for a run.
    .DESCRIPTION
    Returns nothing if there is none. Tables all the way, so that a stage can be set and written again.
    .PARAMETER Run
    The id of the run.
    .EXAMPLE
    $record = Read-SiteContent -Run 'r1'
    .OUTPUTS
    System.Collections.Hashtable
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z0-9._-]+$')]
        [string] $Run
    )

    $file = "$(Get-HostFolder)\state\$Run.content.json"
    $text = Read-TextFile -Path $file
    if ($null -eq $text) {
        return
    }
    try {
        $record = ConvertFrom-JsonEntry -Text $text
        $targets = @(foreach ($saved in @($record.targets)) {
                $entry = @{}
                foreach ($property in $saved.PSObject.Properties) {
                    $entry[$property.Name] = $property.Value
                }
                $names = @('target', 'stage', 'offline')
                if ($entry.stage -ne 'saving') {
                    $names += @('path', 'store', 'before', 'manifest', 'after', 'closing', 'files')
                }
                foreach ($name in @($names | Where-Object -FilterScript { -not $entry.ContainsKey($_) })) {
                    throw "$name is not in it."
                }
                foreach ($name in @('offline', 'closing', 'counts')) {
                    if ($null -ne $entry[$name]) {
                        $table = @{}
                        foreach ($property in $entry[$name].PSObject.Properties) {
                            $table[$property.Name] = $property.Value
                        }
                        $entry[$name] = $table
                    }
                }
                $entry
            })
        @{ run = $record.run; sequence = [long] $record.sequence; targets = [object[]] $targets }
    }
    catch {
        throw (New-StepError -Message "The saved content of run $Run cannot be read." -Kind 'state' `
                -Expected 'JSON of Save-SiteContent' -Found $_.Exception.Message `
                -Remedy "Compare the site with its release by hand, then delete $file.")
    }
}
