using System;
using System.Collections;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Provider;

namespace Winlab
{
    /// <summary>A key as the scripts see it: the members of RegistryKey that read.</summary>
    public sealed class LabRegistryKey
    {
        readonly Hashtable _values;
        readonly string[] _keys;

        internal LabRegistryKey(Hashtable key)
        {
            Name = ((string)key["path"]).Replace("HKLM", "HKEY_LOCAL_MACHINE");
            _values = (Hashtable)key["values"];
            _keys = ((object[])key["keys"]).Cast<string>().ToArray();
        }

        public string Name { get; }
        public int SubKeyCount => _keys.Length;
        public int ValueCount => _values.Count;
        public string[] Property => GetValueNames().Select(n => n.Length == 0 ? "(default)" : n).ToArray();
        public string[] GetSubKeyNames() => (string[])_keys.Clone();
        public string[] GetValueNames() => _values.Keys.Cast<string>().ToArray();
        public object GetValue(string name) => GetValue(name, null);
        public object GetValue(string name, object missing) => _values[name ?? ""] is Hashtable entry ? Data(entry) : missing;
        public void Dispose() { }
        public void Close() { }

        static object Data(Hashtable entry)
        {
            switch ((string)entry["kind"])
            {
                case "DWord": return unchecked((int)(long)entry["data"]);
                case "MultiString": return ((object[])entry["data"]).Cast<string>().ToArray();
                case "Binary": return ((object[])entry["data"]).Select(b => (byte)(long)b).ToArray();
                default: return entry["data"];
            }
        }
    }

    /// <summary>HKLM: for reading. What writes is not there, and says so.</summary>
    [CmdletProvider("Registry", ProviderCapabilities.ShouldProcess)]
    public sealed class LabRegistryProvider : NavigationCmdletProvider, IPropertyCmdletProvider
    {
        protected override bool IsValidPath(string path) => true;
        protected override bool ItemExists(string path) => Find(path) != null;
        protected override bool IsItemContainer(string path) => ItemExists(path);
        protected override bool HasChildItems(string path) => Find(path)?.SubKeyCount > 0;

        protected override void GetItem(string path)
        {
            if (Existing(path) is LabRegistryKey key) WriteItemObject(Shown(key), path, true);
        }

        protected override void GetChildItems(string path, bool recurse)
        {
            if (!(Existing(path) is LabRegistryKey key)) return;
            foreach (var name in key.GetSubKeyNames())
            {
                var below = path.TrimEnd('\\', '/') + "\\" + name;
                WriteItemObject(Shown(Find(below)), below, true);
                if (recurse) GetChildItems(below, true);
            }
        }

        protected override void GetChildNames(string path, ReturnContainers returnContainers)
        {
            if (!(Existing(path) is LabRegistryKey key)) return;
            foreach (var name in key.GetSubKeyNames()) WriteItemObject(name, path.TrimEnd('\\', '/') + "\\" + name, true);
        }

        public void GetProperty(string path, Collection<string> wanted)
        {
            if (!(Existing(path) is LabRegistryKey key)) return;
            var shown = new PSObject();
            foreach (var name in key.GetValueNames())
            {
                var title = name.Length == 0 ? "(default)" : name;
                if (wanted == null || wanted.Count == 0 || wanted.Contains(title, StringComparer.OrdinalIgnoreCase))
                    shown.Properties.Add(new PSNoteProperty(title, key.GetValue(name)));
            }
            foreach (var name in (wanted ?? new Collection<string>()).Where(n => shown.Properties[n] == null))
                WriteError(new ErrorRecord(new PSArgumentException($"Property {name} does not exist at path {path}."),
                    "System.Management.Automation.PSArgumentException", ErrorCategory.InvalidArgument, path));
            if (shown.Properties.Any()) WritePropertyObject(shown, path);
        }

        public object GetPropertyDynamicParameters(string path, Collection<string> wanted) => null;
        public void SetProperty(string path, PSObject values) => throw NotEmulated("Set-ItemProperty");
        public object SetPropertyDynamicParameters(string path, PSObject values) => null;
        public void ClearProperty(string path, Collection<string> names) => throw NotEmulated("Clear-ItemProperty");
        public object ClearPropertyDynamicParameters(string path, Collection<string> names) => null;

        protected override void NewItem(string path, string type, object value) => throw NotEmulated("New-Item");
        protected override void RemoveItem(string path, bool recurse) => throw NotEmulated("Remove-Item");

        static NotSupportedException NotEmulated(string what) => new NotSupportedException($"not emulated: {what} in the registry");

        static LabRegistryKey Find(string path) =>
            Rpc.Call("registry.get", new Hashtable { ["path"] = Full(path) }) is Hashtable key ? new LabRegistryKey(key) : null;

        static string Full(string path)
        {
            var plain = path.Replace('/', '\\').TrimEnd('\\');
            return plain.StartsWith("HKEY_LOCAL_MACHINE", StringComparison.OrdinalIgnoreCase) ? plain : "HKLM\\" + plain.TrimStart('\\');
        }

        LabRegistryKey Existing(string path)
        {
            var key = Find(path);
            if (key == null)
                WriteError(new ErrorRecord(new ItemNotFoundException($"Cannot find path '{path}' because it does not exist."),
                    "PathNotFound", ErrorCategory.ObjectNotFound, path));
            return key;
        }

        static PSObject Shown(LabRegistryKey key)
        {
            var shown = new PSObject(key);
            shown.TypeNames.Insert(0, "Microsoft.Win32.RegistryKey");
            return shown;
        }
    }
}
