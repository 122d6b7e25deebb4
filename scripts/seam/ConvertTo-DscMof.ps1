function ConvertTo-DscMof {
    <#
    .SYNOPSIS
    Compiles a DSC configuration for this host and gives the bytes of its MOF.
    .DESCRIPTION
    Only Windows PowerShell has the compiler. It writes nothing after an error and leaves an older MOF where it is,
    so it gets a folder of its own, which it makes. The text must stand for Node 'localhost'.
    .PARAMETER Document
    The text of the configuration.
    .PARAMETER Configuration
    Its name.
    .EXAMPLE
    $mof = ConvertTo-DscMof -Document $text -Configuration 'IisFleetBaseline'
    .OUTPUTS
    System.Byte[]
    #>
    [CmdletBinding()]
    [OutputType([byte[]])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Document,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('^[A-Za-z]\w*$')]
        [string] $Configuration
    )

    # A plan compiles too: what is written here is bookkeeping and is gone at the end.
    $WhatIfPreference = $false
    $folder = '{0}\{1}' -f (Initialize-HostFolder -Name 'dsc'), [guid]::NewGuid().ToString('n')
    try {
        # With another language of Windows than the session's the module reports errors while it loads.
        $ErrorActionPreference = 'SilentlyContinue'
        Import-Module -Name 'PSDesiredStateConfiguration' -Verbose:$false
        # The compiler reads variables that it has not set: in strict mode it fails.
        Set-StrictMode -Off
        $text = '{0}{1}{2} -OutputPath ''{3}''' -f $Document, [Environment]::NewLine, $Configuration, $folder
        $compile = [scriptblock]::Create($text)
        $ErrorActionPreference = 'Stop'
        $null = $compile.Invoke()
        , [System.IO.File]::ReadAllBytes("$folder\localhost.mof")
    }
    finally {
        Remove-Tree -Path $folder
    }
}
