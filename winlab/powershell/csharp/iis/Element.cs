using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace Microsoft.Web.Administration
{
    /// <summary>An attribute of an element: what stands in the file, else what is inherited, else the schema's default.</summary>
    public sealed class ConfigurationAttribute
    {
        readonly ConfigurationElement _element;

        internal ConfigurationAttribute(ConfigurationElement element, ConfigurationAttributeSchema schema)
        {
            _element = element;
            Schema = schema;
        }

        public string Name => Schema.Name;
        public ConfigurationAttributeSchema Schema { get; }
        public bool IsInheritedFromDefaultValue => !_element.IsExplicit(Name);
        public void Delete() => _element.DeleteAttribute(Name);

        public object Value
        {
            get => _element.Read(Schema);
            set => _element.Write(Schema, value);
        }
    }

    /// <summary>The attributes that the schema knows for an element.</summary>
    public sealed class ConfigurationAttributeCollection : IEnumerable<ConfigurationAttribute>
    {
        readonly ConfigurationElement _element;

        internal ConfigurationAttributeCollection(ConfigurationElement element) => _element = element;

        public int Count => _element.Schema.Attributes.Count;
        public ConfigurationAttribute this[string name] => _element.GetAttribute(name);
        public IEnumerator<ConfigurationAttribute> GetEnumerator() =>
            _element.Schema.Attributes.Values.Select(s => new ConfigurationAttribute(_element, s)).GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>An element of applicationHost.config. What is not in the file yet is made when something is set below it.</summary>
    public class ConfigurationElement
    {
        readonly Func<XElement> _find;
        XElement _node;

        internal ConfigurationElement(Draft draft, string tag, ConfigurationElementSchema schema, ConfigurationElement parent,
            Func<XElement> find, params ConfigurationElement[] inherited)
        {
            Draft = draft;
            ElementTagName = tag;
            Schema = schema;
            Parent = parent;
            Inherited = inherited;
            _find = find;
        }

        /// <summary>An item of a collection, in the file or not yet.</summary>
        internal ConfigurationElement(ConfigurationElement owner, XElement node, ConfigurationElementSchema schema, ConfigurationElement[] inherited)
            : this(owner.Draft, node.Name.LocalName, schema, owner, null, inherited) => _node = node;

        internal ConfigurationElement(ConfigurationElement same)
            : this(same.Draft, same.ElementTagName, same.Schema, same.Parent, same._find, same.Inherited) => _node = same._node;

        public string ElementTagName { get; }
        public ConfigurationElementSchema Schema { get; }
        public bool IsLocallyStored => Node != null;
        public ConfigurationAttributeCollection Attributes => new ConfigurationAttributeCollection(this);
        public IEnumerable<ConfigurationElement> ChildElements => Schema.Elements.Keys.Select(GetChildElement).ToArray();

        internal Draft Draft { get; }
        internal ConfigurationElement Parent { get; }
        internal ConfigurationElement[] Inherited { get; }
        internal XElement Node => _node ?? (_node = _find?.Invoke());

        public object this[string attribute]
        {
            get => GetAttributeValue(attribute);
            set => SetAttributeValue(attribute, value);
        }

        public ConfigurationAttribute GetAttribute(string name) => new ConfigurationAttribute(this, Known(name));
        public object GetAttributeValue(string name) => Read(Known(name));
        public void SetAttributeValue(string name, object value) => Write(Known(name), value);

        public ConfigurationElement GetChildElement(string name)
        {
            if (!Schema.Elements.TryGetValue(name, out var schema)) throw Values.Refused($"Unrecognized element '{name}' of <{ElementTagName}>");
            var above = Inherited.Where(i => i.Schema.Elements.ContainsKey(name)).Select(i => i.GetChildElement(name)).ToArray();
            return new ConfigurationElement(Draft, name, schema, this, () => Node?.Element(name), above);
        }

        public ConfigurationElementCollection GetCollection() =>
            Schema.CollectionSchema == null ? throw Values.Refused($"<{ElementTagName}> has no collection") : new ConfigurationElementCollection(this);

        public ConfigurationElementCollection GetCollection(string child) => GetChildElement(child).GetCollection();

        /// <summary>Takes the element out of the file, with all in it.</summary>
        public void Delete()
        {
            Draft.CheckOpen();
            if (Node?.Parent != null) Layout.Remove(Node);
            _node = null;
        }

        internal bool IsExplicit(string name) =>
            Node?.Attribute(name) != null || (Inherited.Any(i => i.IsExplicit(name)) && IsSection);

        /// <summary>What a section has at a location above is configured there; defaults of a collection are defaults.</summary>
        bool IsSection => Parent == null || !(Parent.Schema.CollectionSchema != null && Parent.Schema.CollectionSchema.AddElementNames == ElementTagName) && Parent.IsSection;

        internal object Read(ConfigurationAttributeSchema schema)
        {
            var holder = new[] { this }.Concat(Inherited).FirstOrDefault(e => e.Node?.Attribute(schema.Name) != null);
            if (holder == null) return schema.DefaultValue;
            var text = holder.Node.Attribute(schema.Name).Value;
            return Values.Parse(schema, schema.IsEncrypted ? (string)Winlab.Rpc.Call("iis.decrypt", new Hashtable { ["text"] = text }) : text);
        }

        internal void Write(ConfigurationAttributeSchema schema, object value)
        {
            Draft.CheckOpen();
            var text = Values.Accept(schema, value);
            if (Node?.Attribute(schema.Name) != null && Read(schema).Equals(Values.Parse(schema, text))) return;
            var provider = ElementTagName == "processModel" ? "IISWASOnlyAesProvider" : "AesProvider";
            if (schema.IsEncrypted) text = (string)Winlab.Rpc.Call("iis.encrypt", new Hashtable { ["text"] = text, ["provider"] = provider });
            Make().SetAttributeValue(schema.Name, text);
        }

        internal void DeleteAttribute(string name)
        {
            Draft.CheckOpen();
            Node?.Attribute(name)?.Remove();
        }

        /// <summary>The node, made with its parents if need be.</summary>
        internal virtual XElement Make()
        {
            if (Node != null) return Node;
            if (_find == null) throw Values.Refused($"<{ElementTagName}> was removed");
            Layout.Append(Parent.Make(), NewNode());
            return Node;
        }

        internal virtual XElement NewNode() => new XElement(ElementTagName);

        ConfigurationAttributeSchema Known(string name) =>
            Schema.Attributes.TryGetValue(name, out var found) ? found : throw Values.Refused($"Unrecognized attribute '{name}' of <{ElementTagName}>");
    }

    /// <summary>A section of the configuration.</summary>
    public sealed class ConfigurationSection : ConfigurationElement
    {
        internal ConfigurationSection(ConfigurationElement same, string path) : base(same) => SectionPath = path;

        public string SectionPath { get; }
    }
}
