function Connect-Share {
    <#
    .SYNOPSIS
    Lets this session read a share as another account.
    .DESCRIPTION
    New-PSDrive takes the password as it is; net use would put it on a command line. Native programs of the session
    then reach the share, too. Returns the name of the drive, which is to be removed at the end.
    .PARAMETER Share
    \\server\share\folder.
    .PARAMETER UserName
    The account.
    .PARAMETER Password
    Its password.
    .EXAMPLE
    $drive = Connect-Share -Share '\\files\drop\Shop' -UserName 'CORP\reader' -Password $password
    .OUTPUTS
    System.String
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([string])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Share,

        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $UserName,

        [Parameter(Mandatory = $true)]
        [System.Security.SecureString] $Password
    )

    $name = 'IisFleetShare'
    $root = '\\' + (($Share.Substring(2).Split('\') | Select-Object -First 2) -join '\')
    $type = 'System.Management.Automation.PSCredential'
    $credential = New-Object -TypeName $type -ArgumentList $UserName, $Password
    if (-not $PSCmdlet.ShouldProcess($root, "Connect as $UserName")) {
        return
    }
    try {
        $drive = @{
            Name = $name; PSProvider = 'FileSystem'; Root = $root; Credential = $credential
            Scope = 'Script'; ErrorAction = 'Stop'
        }
        $null = New-PSDrive @drive
    }
    catch {
        $cause = $_.Exception.GetBaseException()
        $code = 0
        if ($cause -is [System.ComponentModel.Win32Exception]) {
            $code = $cause.NativeErrorCode
        }
        throw (New-ShareError -Share $Share -Code $code -UserName $UserName -Found $cause.Message)
    }
    $name
}
