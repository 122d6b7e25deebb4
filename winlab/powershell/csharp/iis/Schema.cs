using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Microsoft.Web.Administration
{
    /// <summary>A name of an enumeration or of a set of flags.</summary>
    public sealed class ConfigurationEnumValue
    {
        internal ConfigurationEnumValue(string name, long value) { Name = name; Value = value; }
        public string Name { get; }
        public long Value { get; }
    }

    /// <summary>What an attribute may hold: type bool, enum, flags, int, int64, uint, string or timeSpan.</summary>
    public sealed class ConfigurationAttributeSchema
    {
        readonly ConfigurationEnumValue[] _names;

        internal ConfigurationAttributeSchema(string name, JsonElement json)
        {
            Name = name;
            Type = json.GetProperty("type").GetString();
            IsRequired = Flag(json, "required");
            IsEncrypted = Flag(json, "encrypted");
            IsCaseSensitive = Flag(json, "caseSensitive");
            IsUniqueKey = json.TryGetProperty("key", out _);
            Check = json.TryGetProperty("validate", out var check) ? check.Clone() : (JsonElement?)null;
            var names = json.TryGetProperty("enum", out var values) || json.TryGetProperty("flags", out values)
                ? values.EnumerateObject().Select(v => new ConfigurationEnumValue(v.Name, v.Value.GetInt64()))
                : Enumerable.Empty<ConfigurationEnumValue>();
            _names = names.ToArray();
            var text = !IsEncrypted && json.TryGetProperty("default", out var given) ? given.GetString() : null;
            DefaultValue = text == null ? Values.Nothing(this) : Values.Parse(this, text);
        }

        public string Name { get; }
        public string Type { get; }
        public object DefaultValue { get; }
        public bool IsRequired { get; }
        public bool IsEncrypted { get; }
        public bool IsCaseSensitive { get; }
        public bool IsUniqueKey { get; }
        internal JsonElement? Check { get; }

        public ConfigurationEnumValue[] GetEnumValues() => (ConfigurationEnumValue[])_names.Clone();

        static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.GetBoolean();
    }

    /// <summary>The items of an element: their tag, their shape and what tells them apart.</summary>
    public sealed class ConfigurationCollectionSchema
    {
        internal ConfigurationCollectionSchema(JsonElement json)
        {
            AddElementNames = json.GetProperty("add").GetString();
            ClearElementName = Text(json, "clear") ?? "";
            DefaultElement = Text(json, "defaultElement");
            var combined = json.TryGetProperty("combinedKey", out var keys);
            if (combined || json.TryGetProperty("uniqueKeys", out keys))
                Keys = keys.EnumerateArray().Select(k => k.GetString()).ToArray();
            IsCombinedKey = combined;
            Item = new ConfigurationElementSchema(AddElementNames, json);
        }

        public string AddElementNames { get; }
        public string ClearElementName { get; }
        internal string DefaultElement { get; }
        internal string[] Keys { get; } = new string[0];
        internal bool IsCombinedKey { get; }
        internal ConfigurationElementSchema Item { get; }

        static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    /// <summary>What an element may hold. What IIS computes while it runs (dynamic attributes) is left out.</summary>
    public sealed class ConfigurationElementSchema
    {
        internal static readonly ConfigurationElementSchema Empty = new ConfigurationElementSchema("", JsonDocument.Parse("{}").RootElement);

        internal ConfigurationElementSchema(string name, JsonElement json)
        {
            Name = name;
            if (json.TryGetProperty("attributes", out var attributes))
                foreach (var entry in attributes.EnumerateObject().Where(a => !a.Value.TryGetProperty("dynamic", out _)))
                    Attributes[entry.Name] = new ConfigurationAttributeSchema(entry.Name, entry.Value);
            if (json.TryGetProperty("elements", out var elements))
                foreach (var entry in elements.EnumerateObject())
                    Elements[entry.Name] = new ConfigurationElementSchema(entry.Name, entry.Value);
            if (json.TryGetProperty("collection", out var collection))
                CollectionSchema = new ConfigurationCollectionSchema(collection);
        }

        public string Name { get; }
        public ConfigurationCollectionSchema CollectionSchema { get; }
        public IEnumerable<ConfigurationAttributeSchema> AttributeSchemas => Attributes.Values;
        public IEnumerable<ConfigurationElementSchema> ChildElementSchemas => Elements.Values;
        internal Dictionary<string, ConfigurationAttributeSchema> Attributes { get; } = new Dictionary<string, ConfigurationAttributeSchema>();
        internal Dictionary<string, ConfigurationElementSchema> Elements { get; } = new Dictionary<string, ConfigurationElementSchema>();
    }

    /// <summary>The sections there are, read from the file that WINLAB_SCHEMA names.</summary>
    static class Sections
    {
        static readonly Lazy<Dictionary<string, ConfigurationElementSchema>> s_all = new Lazy<Dictionary<string, ConfigurationElementSchema>>(Load);

        internal static ConfigurationElementSchema Find(string path) =>
            s_all.Value.TryGetValue(path, out var found) ? found : throw Values.Refused($"Unrecognized configuration section {path}");

        static Dictionary<string, ConfigurationElementSchema> Load()
        {
            using (var document = JsonDocument.Parse(File.ReadAllText(Environment.GetEnvironmentVariable("WINLAB_SCHEMA"))))
                return document.RootElement.GetProperty("sections").EnumerateObject().ToDictionary(
                    s => s.Name, s => new ConfigurationElementSchema(s.Name.Split('/').Last(), s.Value), StringComparer.OrdinalIgnoreCase);
        }
    }
}
