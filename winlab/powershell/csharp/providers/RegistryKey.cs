using System;
using System.Collections;
using System.Linq;
using Microsoft.Win32;

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
        public object GetValue(string name, object missing) => GetValue(name, missing, RegistryValueOptions.None);

        public object GetValue(string name, object missing, RegistryValueOptions options)
        {
            if (!(Entry(name) is Hashtable entry)) return missing;
            var data = Data(entry);
            return GetValueKind(name) == RegistryValueKind.ExpandString && options == RegistryValueOptions.None
                ? Environment.ExpandEnvironmentVariables((string)data) : data;
        }

        public RegistryValueKind GetValueKind(string name) => Entry(name) is Hashtable entry
            ? (RegistryValueKind)Enum.Parse(typeof(RegistryValueKind), (string)entry["kind"])
            : throw new System.IO.IOException("The specified registry key does not exist.");

        public void Dispose() { }
        public void Close() { }

        // Names without regard to case: the model's answers are such tables.
        Hashtable Entry(string name) => _values[name ?? ""] as Hashtable;

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
}
