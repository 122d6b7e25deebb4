using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using Microsoft.Win32;

namespace Winlab
{
    /// <summary>The parameter that Set-ItemProperty has where the path is a key.</summary>
    public sealed class SetPropertyParameters
    {
        [Parameter]
        public RegistryValueKind Type { get; set; } = RegistryValueKind.Unknown;
    }

    /// <summary>Data as the model keeps it, and the kinds of value that there are.</summary>
    static class RegistryData
    {
        /// <summary>As RegistryKey.SetValue guesses.</summary>
        internal static RegistryValueKind KindOf(object value)
        {
            switch (Bare(value))
            {
                case int _: return RegistryValueKind.DWord;
                case byte[] _: return RegistryValueKind.Binary;
                case string[] _: return RegistryValueKind.MultiString;
                case string _: return RegistryValueKind.String;
                default: throw new NotSupportedException($"not emulated: a registry value of {Bare(value)?.GetType().Name ?? "null"} without a type");
            }
        }

        internal static RegistryValueKind Kind(string type) => (RegistryValueKind)Enum.Parse(typeof(RegistryValueKind), type, true);

        internal static object Stored(RegistryValueKind kind, object value)
        {
            var bare = Bare(value);
            switch (kind)
            {
                case RegistryValueKind.String:
                case RegistryValueKind.ExpandString: return To<string>(bare) ?? "";
                case RegistryValueKind.DWord: return Number(bare);
                case RegistryValueKind.QWord: return To<long>(bare);
                case RegistryValueKind.MultiString: return To<string[]>(bare) ?? new string[0];
                case RegistryValueKind.Binary: return (To<byte[]>(bare) ?? new byte[0]).Select(b => (int)b).ToArray();
                default: throw new NotSupportedException($"not emulated: registry values of kind {kind}");
            }
        }

        // As the provider: what is no Int32 may be a UInt32.
        static uint Number(object value)
        {
            try
            {
                return unchecked((uint)To<int>(value));
            }
            catch (PSInvalidCastException)
            {
                return To<uint>(value);
            }
        }

        static T To<T>(object value) => (T)LanguagePrimitives.ConvertTo(value, typeof(T), CultureInfo.InvariantCulture);

        static object Bare(object value)
        {
            var bare = value is PSObject wrapped ? wrapped.BaseObject : value;
            return bare is object[] many && many.All(m => Bare(m) is string) ? many.Select(m => (string)Bare(m)).ToArray() : bare;
        }
    }
}
