function Test-HiddenFile {
    <#
    .SYNOPSIS
    Fails if a site serves a file that nobody may see.
    .DESCRIPTION
    Asks for each file and compares the answer with it: a site that answers 200 to everything, with a page of its
    own, is not at fault. Reads only.
    .PARAMETER Site
    The name of the site.
    .PARAMETER Protocol
    http or https.
    .PARAMETER Address
    The address of the binding.
    .PARAMETER Port
    Its port.
    .PARAMETER HostName
    Its host name.
    .PARAMETER Files
    Hashtables with Url and Sha256.
    .PARAMETER TimeoutSeconds
    For each request.
    .EXAMPLE
    Test-HiddenFile -Site 'Shop' -Protocol 'http' -Address '*' -Port 80 -HostName 'shop' `
        -Files @(@{ Url = '/web.config'; Sha256 = $hash })
    .OUTPUTS
    IisFleet.StepResult
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Site,

        [ValidateSet('http', 'https')]
        [string] $Protocol = 'http',

        [ValidateNotNullOrEmpty()]
        [string] $Address = '*',

        [Parameter(Mandatory = $true)]
        [ValidateRange(1, 65535)]
        [int] $Port,

        [AllowNull()]
        [AllowEmptyString()]
        [string] $HostName = '',

        [AllowEmptyCollection()]
        [hashtable[]] $Files = @(),

        [ValidateRange(1, 600)]
        [int] $TimeoutSeconds = 10
    )

    if ($WhatIfPreference) {
        # The release that would be asked is not live yet.
        return New-StepResult -Data @{ asked = 0 }
    }
    $exposed = @()
    $warnings = @()
    foreach ($file in $Files) {
        $probe = @{
            Protocol = $Protocol; Address = $Address; Port = $Port; HostName = $HostName
            Path = $file.Url; TimeoutSeconds = $TimeoutSeconds
        }
        $answer = Invoke-HttpProbe @probe
        if ($answer.Error) {
            $warnings += 'Whether {0} is hidden could not be asked: {1}' -f $file.Url, $answer.Error
        }
        elseif ($answer.Status -eq 200 -and (Get-ContentHash -Bytes $answer.Bytes) -eq $file.Sha256) {
            $exposed += $file.Url
        }
    }
    if ($exposed.Count -gt 0) {
        throw (New-StepError -Message "Site $Site serves files that nobody may see." -Kind 'exposed' `
                -Expected 'an answer without their content' -Found "200 with the file: $($exposed -join ', ')" `
                -Remedy 'See that web.config has the aspNetCore handler for path *, and that its module is there.')
    }
    New-StepResult -Data @{ asked = $Files.Count } -Warning $warnings
}
