using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace Microsoft.Web.Administration
{
    /// <summary>The items of an element: inherited ones that nothing nearer replaces, then its own.</summary>
    public sealed class ConfigurationElementCollection : IEnumerable<ConfigurationElement>
    {
        readonly ConfigurationElement _owner;
        readonly ConfigurationCollectionSchema _schema;

        internal ConfigurationElementCollection(ConfigurationElement owner)
        {
            _owner = owner;
            _schema = owner.Schema.CollectionSchema;
        }

        public ConfigurationElementSchema Schema => _owner.Schema;
        public int Count => Items().Count;
        public ConfigurationElement this[int index] => Items()[index];
        public IEnumerator<ConfigurationElement> GetEnumerator() => Items().GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public ConfigurationElement CreateElement() => CreateElement(_schema.AddElementNames);

        public ConfigurationElement CreateElement(string tag) =>
            tag == _schema.AddElementNames ? Wrap(new XElement(tag)) : throw Values.Refused($"Unrecognized element '{tag}' of <{_owner.ElementTagName}>");

        public ConfigurationElement Add(ConfigurationElement element) => AddAt(Own().Count, element);

        public ConfigurationElement AddAt(int index, ConfigurationElement element)
        {
            _owner.Draft.CheckOpen();
            foreach (var needed in element.Schema.Attributes.Values.Where(a => a.IsRequired && element.Node.Attribute(a.Name) == null))
                throw Values.Refused($"Required attribute '{needed.Name}' of <{element.ElementTagName}> is missing");
            CheckKeys(element);
            var own = Own();
            Layout.Insert(_owner.Make(), element.Node, index > 0 && own.Count > 0 ? own[Math.Min(index, own.Count) - 1].Node : null, index == 0 && own.Count > 0);
            return element;
        }

        public void Remove(ConfigurationElement element)
        {
            if (element.Node?.Parent != _owner.Node || _owner.Node == null)
                throw new NotSupportedException($"not emulated: the removal of an inherited item of <{_owner.ElementTagName}>");
            element.Delete();
        }

        public void RemoveAt(int index) => Remove(this[index]);

        public void Clear()
        {
            foreach (var item in Own()) item.Delete();
            if (Count > 0) throw new NotSupportedException($"not emulated: clearing what <{_owner.ElementTagName}> inherits");
        }

        internal List<ConfigurationElement> Own() =>
            _owner.Node?.Elements(_schema.AddElementNames).Select(Wrap).ToList() ?? new List<ConfigurationElement>();

        List<ConfigurationElement> Items()
        {
            var levels = new List<List<ConfigurationElement>>();
            foreach (var element in new[] { _owner }.Concat(_owner.Inherited).Where(e => e.Schema.CollectionSchema != null))
            {
                var level = new ConfigurationElementCollection(element).Own();
                levels.Add(level.Where(item => !levels.Any(near => near.Any(other => Same(_schema.Keys, other, item)))).ToList());
                if (element.Schema.CollectionSchema.ClearElementName is var clear && clear != "" && element.Node?.Element(clear) != null) break;
            }
            levels.Reverse();
            return levels.SelectMany(level => level).ToList();
        }

        ConfigurationElement Wrap(XElement node) => new ConfigurationElement(_owner, node, _schema.Item, Defaults().ToArray());

        /// <summary>siteDefaults and the like stand beside the collection, and in the section above it.</summary>
        IEnumerable<ConfigurationElement> Defaults()
        {
            for (var holder = _owner; holder != null && _schema.DefaultElement != null; holder = holder.Parent)
                if (holder.Schema.Elements.ContainsKey(_schema.DefaultElement)) yield return holder.GetChildElement(_schema.DefaultElement);
        }

        void CheckKeys(ConfigurationElement element)
        {
            foreach (var keys in _schema.IsCombinedKey ? new[] { _schema.Keys } : _schema.Keys.Select(k => new[] { k }))
                if (Own().Any(other => Same(keys, other, element)))
                {
                    var shown = string.Join(", ", keys.Select(k => $"'{k}' set to '{element.GetAttributeValue(k)}'"));
                    throw new COMException($"Cannot add duplicate collection entry of type '{element.ElementTagName}' with key attribute {shown}", unchecked((int)0x800700B7));
                }
        }

        bool Same(string[] keys, ConfigurationElement one, ConfigurationElement other) =>
            keys.Length > 0 && keys.All(k => Equal(_schema.Item.Attributes[k], one.GetAttributeValue(k), other.GetAttributeValue(k)));

        static bool Equal(ConfigurationAttributeSchema schema, object one, object other) =>
            one is string text && !schema.IsCaseSensitive ? text.Equals((string)other, StringComparison.OrdinalIgnoreCase) : one.Equals(other);
    }
}
