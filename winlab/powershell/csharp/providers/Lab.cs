using System;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace Winlab
{
    /// <summary>What the emulated cmdlets share.</summary>
    public static class Lab
    {
        /// <summary>
        /// The Windows path of a PowerShell path, which the drives have turned into one of this computer; of a key HKLM\...
        /// </summary>
        public static string WindowsPath(PSCmdlet cmdlet, string path)
        {
            var plain = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name == "Registry") return LabRegistryProvider.Full(plain);
            var file = Path.GetFullPath(plain);
            var root = Path.GetFullPath(Environment.GetEnvironmentVariable("WINLAB_ROOT"));
            if (provider.Name != "FileSystem" || !file.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new NotSupportedException($"not emulated: {path} is not on a drive of this host");
            var parts = file.Substring(root.Length + 1).Split(Path.DirectorySeparatorChar);
            return parts[0] + ":\\" + string.Join("\\", parts.Skip(1).Where(p => p.Length > 0));
        }

        /// <summary>The store of Cert:\LocalMachine\store.</summary>
        public static string MachineStore(string location)
        {
            var parts = location.Split(new[] { '\\', '/' }, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 3 || !(parts[0] + parts[1]).Equals("Cert:LocalMachine", StringComparison.OrdinalIgnoreCase))
                throw new NotSupportedException($"not emulated: the store {location}");
            return parts[2];
        }
    }
}
