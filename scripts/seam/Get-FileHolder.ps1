function Get-FileHolder {
    <#
    .SYNOPSIS
    Tells which processes hold a file open.
    .DESCRIPTION
    Asks the Restart Manager of Windows (rstrtmgr.dll), which knows every process of this computer, also one of
    another account. Nothing if it knows of none.
    .PARAMETER Path
    The file.
    .EXAMPLE
    Get-FileHolder -Path 'C:\inetpub\shop\app.dll'
    .OUTPUTS
    System.Management.Automation.PSCustomObject
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.PSCustomObject])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateNotNullOrEmpty()]
        [string] $Path
    )

    $source = '
        [StructLayout(LayoutKind.Sequential)]
        public struct UniqueProcess {
            public int Id;
            public System.Runtime.InteropServices.ComTypes.FILETIME Start;
        }

        [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
        public struct ProcessInfo {
            public UniqueProcess Process;
            [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 256)] public string AppName;
            [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 64)] public string ServiceName;
            public int Type;
            public uint Status;
            public uint Session;
            [MarshalAs(UnmanagedType.Bool)] public bool Restartable;
        }

        [DllImport("rstrtmgr.dll", CharSet = CharSet.Unicode)]
        static extern int RmStartSession(out uint session, int flags, System.Text.StringBuilder key);

        [DllImport("rstrtmgr.dll", CharSet = CharSet.Unicode)]
        static extern int RmRegisterResources(uint session, uint files, string[] names, uint applications,
            UniqueProcess[] processes, uint services, string[] serviceNames);

        [DllImport("rstrtmgr.dll")]
        static extern int RmGetList(uint session, out uint needed, ref uint count, [In, Out] ProcessInfo[] found,
            ref uint reasons);

        [DllImport("rstrtmgr.dll")]
        static extern int RmEndSession(uint session);

        static void Check(int code) {
            if (code != 0) { throw new System.ComponentModel.Win32Exception(code); }
        }

        public static ProcessInfo[] Find(string path) {
            uint session;
            Check(RmStartSession(out session, 0, new System.Text.StringBuilder(33)));
            try {
                Check(RmRegisterResources(session, 1, new string[] { path }, 0, null, 0, null));
                uint needed, reasons = 0, count = 16;
                while (true) {
                    ProcessInfo[] found = new ProcessInfo[count];
                    int code = RmGetList(session, out needed, ref count, found, ref reasons);
                    if (code == 234) { count = needed + 4; continue; }
                    Check(code);
                    System.Array.Resize(ref found, (int) count);
                    return found;
                }
            }
            finally { RmEndSession(session); }
        }'
    $type = 'IisFleet.RestartManager'
    if ($null -eq ($type -as [type])) {
        Add-Type -Namespace 'IisFleet' -Name 'RestartManager' -MemberDefinition $source
    }
    foreach ($found in ($type -as [type])::Find($Path)) {
        $name = $found.AppName
        $process = Get-Process -Id $found.Process.Id -ErrorAction SilentlyContinue
        if ($null -ne $process) {
            $name = "$($process.ProcessName).exe"
        }
        [PSCustomObject]@{ ProcessId = [int] $found.Process.Id; Name = [string] $name }
    }
}
