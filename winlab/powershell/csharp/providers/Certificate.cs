using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Provider;

namespace Winlab
{
    /// <summary>A certificate as the scripts see it: the members of X509Certificate2 that say what it is.</summary>
    public sealed class LabCertificate
    {
        public LabCertificate(Hashtable row)
        {
            Thumbprint = (string)row["thumbprint"];
            Subject = (string)row["subject"];
            NotBefore = Local(row["notBefore"]);
            NotAfter = Local(row["notAfter"]);
            HasPrivateKey = (bool)row["hasPrivateKey"];
            RawData = Convert.FromBase64String((string)row["raw"]);
        }

        public string Thumbprint { get; }
        public string Subject { get; }
        public DateTime NotBefore { get; }
        public DateTime NotAfter { get; }
        public bool HasPrivateKey { get; }
        public byte[] RawData { get; }

        static DateTime Local(object text) =>
            DateTime.Parse((string)text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToLocalTime();
    }

    /// <summary>Cert:\LocalMachine\store\thumbprint, for reading.</summary>
    [CmdletProvider("Certificate", ProviderCapabilities.ShouldProcess)]
    public sealed class LabCertificateProvider : NavigationCmdletProvider
    {
        protected override bool IsValidPath(string path) => true;
        protected override bool IsItemContainer(string path) => Parts(path).Length < 3;

        protected override bool ItemExists(string path)
        {
            var parts = Parts(path);
            return parts.Length < 3 ? IsMachine(parts) : Find(path) != null;
        }

        protected override void GetItem(string path)
        {
            if (Parts(path).Length < 3) throw new NotSupportedException($"not emulated: Get-Item of {path}");
            WriteItemObject(Find(path), path, false);
        }

        protected override void GetChildItems(string path, bool recurse)
        {
            var parts = Parts(path);
            if (parts.Length != 2) throw new NotSupportedException($"not emulated: Get-ChildItem of Cert:\\{path}");
            foreach (var found in Store(parts[1])) WriteItemObject(found, path.TrimEnd('\\', '/') + "\\" + found.Thumbprint, false);
        }

        static string[] Parts(string path) => path.Split(new[] { '\\', '/' }, StringSplitOptions.RemoveEmptyEntries);

        static bool IsMachine(string[] parts) =>
            parts.Length == 0 || parts[0].Equals("LocalMachine", StringComparison.OrdinalIgnoreCase);

        static LabCertificate Find(string path)
        {
            var parts = Parts(path);
            return parts.Length != 3 || !IsMachine(parts) ? null
                : Store(parts[1]).FirstOrDefault(c => c.Thumbprint.Equals(parts[2], StringComparison.OrdinalIgnoreCase));
        }

        static IEnumerable<LabCertificate> Store(string name) =>
            ((object[])Rpc.Call("certificates.list", new Hashtable { ["store"] = name })).Cast<Hashtable>().Select(r => new LabCertificate(r));
    }
}
