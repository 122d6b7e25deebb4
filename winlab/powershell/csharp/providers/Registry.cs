using System;
using System.Collections;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Provider;
using Microsoft.Win32;

namespace Winlab
{
    /// <summary>
    /// HKLM:. Copying, moving, renaming and clearing are not there, and say so.
    /// As in PowerShell, New-Item -Force makes the levels above and empties a key that is there.
    /// </summary>
    [CmdletProvider("Registry", ProviderCapabilities.ShouldProcess)]
    public sealed class LabRegistryProvider : NavigationCmdletProvider, IDynamicPropertyCmdletProvider
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

        public void SetProperty(string path, PSObject values)
        {
            if (!(Existing(path) is LabRegistryKey key)) return;
            var asked = (DynamicParameters as SetPropertyParameters)?.Type ?? RegistryValueKind.Unknown;
            foreach (var property in values.Properties)
            {
                var name = Plain(property.Name);
                var kind = asked != RegistryValueKind.Unknown ? asked
                    : key.GetValueNames().Contains(name, StringComparer.OrdinalIgnoreCase) ? key.GetValueKind(name)
                    : RegistryData.KindOf(property.Value);
                if (ShouldProcess($"Item: {path} Property: {property.Name}", "Set Property")) Write(path, name, kind, property.Value);
            }
        }

        public object SetPropertyDynamicParameters(string path, PSObject values) => new SetPropertyParameters();

        public void NewProperty(string path, string title, string type, object value)
        {
            if (!(Existing(path) is LabRegistryKey key)) return;
            if (!Force && key.Property.Contains(title, StringComparer.OrdinalIgnoreCase))
            {
                Complain(new System.IO.IOException("The property already exists."), ErrorCategory.ResourceExists, path);
                return;
            }
            var kind = string.IsNullOrEmpty(type) ? RegistryData.KindOf(value) : RegistryData.Kind(type);
            if (!ShouldProcess($"Item: {path} Property: {title}", "New Property")) return;
            Write(path, Plain(title), kind, value);
            GetProperty(path, new Collection<string> { title });
        }

        public object NewPropertyDynamicParameters(string path, string title, string type, object value) => null;

        public void RemoveProperty(string path, string title)
        {
            if (!(Existing(path) is LabRegistryKey key)) return;
            if (!key.Property.Contains(title, StringComparer.OrdinalIgnoreCase))
                Complain(new PSArgumentException($"Property {title} does not exist at path {path}."), ErrorCategory.InvalidArgument, path);
            else if (ShouldProcess($"Item: {path} Property: {title}", "Remove Property"))
                Rpc.Call("registry.remove", new Hashtable { ["path"] = Full(path), ["name"] = Plain(title) });
        }

        public object RemovePropertyDynamicParameters(string path, string title) => null;
        public void ClearProperty(string path, Collection<string> names) => throw NotEmulated("Clear-ItemProperty");
        public object ClearPropertyDynamicParameters(string path, Collection<string> names) => null;
        public void RenameProperty(string path, string from, string to) => throw NotEmulated("Rename-ItemProperty");
        public object RenamePropertyDynamicParameters(string path, string from, string to) => null;
        public void CopyProperty(string path, string name, string to, string other) => throw NotEmulated("Copy-ItemProperty");
        public object CopyPropertyDynamicParameters(string path, string name, string to, string other) => null;
        public void MoveProperty(string path, string name, string to, string other) => throw NotEmulated("Move-ItemProperty");
        public object MovePropertyDynamicParameters(string path, string name, string to, string other) => null;

        protected override void NewItem(string path, string type, object value)
        {
            var above = Full(path).Substring(0, Full(path).LastIndexOf('\\'));
            if (!Force && Rpc.Call("registry.get", new Hashtable { ["path"] = above }) == null)
            {
                Complain(new ArgumentException($"The registry key at the specified path does not exist: {above}"),
                    ErrorCategory.InvalidArgument, path);
                return;
            }
            var existed = Find(path) != null;
            if (existed && !Force)
            {
                Complain(new System.IO.IOException("A key in this path already exists."), ErrorCategory.ResourceExists, path);
                return;
            }
            if (!ShouldProcess($"Key: {path}", "Create Key")) return;
            if (existed) Rpc.Call("registry.remove", new Hashtable { ["path"] = Full(path) });
            Rpc.Call("registry.create", new Hashtable { ["path"] = Full(path) });
            if (value != null) Write(path, "", RegistryData.KindOf(value), value);
            WriteItemObject(Shown(Find(path)), path, true);
        }

        protected override void RemoveItem(string path, bool recurse)
        {
            if (Existing(path) != null && ShouldProcess($"Key: {path}", "Remove Key"))
                Rpc.Call("registry.remove", new Hashtable { ["path"] = Full(path) });
        }

        static void Write(string path, string name, RegistryValueKind kind, object value) =>
            Rpc.Call("registry.set", new Hashtable
            {
                ["path"] = Full(path), ["name"] = name, ["kind"] = kind.ToString(), ["data"] = RegistryData.Stored(kind, value),
            });

        void Complain(Exception problem, ErrorCategory category, string path) =>
            WriteError(new ErrorRecord(problem, problem.GetType().FullName, category, path));

        static string Plain(string title) => title.Equals("(default)", StringComparison.OrdinalIgnoreCase) ? "" : title;

        static NotSupportedException NotEmulated(string what) => new NotSupportedException($"not emulated: {what} in the registry");

        static LabRegistryKey Find(string path) =>
            Rpc.Call("registry.get", new Hashtable { ["path"] = Full(path) }) is Hashtable key ? new LabRegistryKey(key) : null;

        /// <summary>HKLM\... for what the engine hands to a provider.</summary>
        internal static string Full(string path)
        {
            const string hive = "HKEY_LOCAL_MACHINE";
            var plain = path.Replace('/', '\\').Trim('\\');
            return "HKLM" + (plain.StartsWith(hive, StringComparison.OrdinalIgnoreCase) ? plain.Substring(hive.Length) : "\\" + plain);
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
