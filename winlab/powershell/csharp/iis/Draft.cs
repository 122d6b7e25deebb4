using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace Microsoft.Web.Administration
{
    /// <summary>applicationHost.config as it was read, with what is pending; comments and layout are kept.</summary>
    sealed class Draft
    {
        readonly XDocument _document;
        readonly string _base, _before;
        bool _committed;

        internal Draft()
        {
            var read = (Hashtable)Winlab.Rpc.Call("iis.read");
            _document = XDocument.Parse((string)read["text"], LoadOptions.PreserveWhitespace);
            _base = (string)read["base"];
            _before = Text();
        }

        internal XElement Root => _document.Root;

        internal void CheckOpen()
        {
            if (_committed)
                throw new InvalidOperationException("The configuration object is read only, because it has been committed by a call to "
                    + "ServerManager.CommitChanges(). If write access is required, use ServerManager to get a new reference.");
        }

        /// <summary>Writes if anything changed; FileLoadException if somebody else wrote meanwhile.</summary>
        internal void Commit()
        {
            CheckOpen();
            var text = Text();
            if (text != _before) Winlab.Rpc.Call("iis.write", new Hashtable { ["text"] = text, ["base"] = _base });
            _committed = true;
        }

        string Text() => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + _document.ToString(SaveOptions.DisableFormatting).Trim() + "\n";
    }

    /// <summary>&lt;location path="Shop"&gt;, made when something below it is written.</summary>
    sealed class LocationElement : ConfigurationElement
    {
        readonly string _path;

        internal LocationElement(Draft draft, ConfigurationElement root, string path)
            : base(draft, "location", ConfigurationElementSchema.Empty, root, () => Find(draft, path)) => _path = path;

        internal override XElement NewNode() => new XElement("location", new XAttribute("path", _path));

        static XElement Find(Draft draft, string path) =>
            draft.Root.Elements("location").FirstOrDefault(l => path.Equals((string)l.Attribute("path") ?? "", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The configuration of the machine. A location inherits from those above it, path="" and the machine.</summary>
    public sealed class Configuration
    {
        readonly Draft _draft;

        internal Configuration(Draft draft) => _draft = draft;

        public ConfigurationSection GetSection(string sectionPath) => GetSection(sectionPath, null);

        public ConfigurationSection GetSection(string sectionPath, string locationPath)
        {
            var schema = Sections.Find(sectionPath);
            var location = string.IsNullOrEmpty(locationPath) ? null : locationPath;
            var inherited = Above(location).Select(l => Section(sectionPath, schema, l)).ToArray();
            return new ConfigurationSection(Section(sectionPath, schema, location, inherited), sectionPath);
        }

        ConfigurationElement Section(string path, ConfigurationElementSchema schema, string location, params ConfigurationElement[] inherited)
        {
            var holder = new ConfigurationElement(_draft, "configuration", ConfigurationElementSchema.Empty, null, () => _draft.Root);
            if (location != null) holder = new LocationElement(_draft, holder, location);
            var parts = path.Split('/');
            foreach (var group in parts.Take(parts.Length - 1)) holder = Below(holder, group, ConfigurationElementSchema.Empty);
            return Below(holder, parts[parts.Length - 1], schema, inherited);
        }

        ConfigurationElement Below(ConfigurationElement holder, string name, ConfigurationElementSchema schema, params ConfigurationElement[] inherited) =>
            new ConfigurationElement(_draft, name, schema, holder, () => holder.Node?.Element(name), inherited);

        /// <summary>Nearest first: Shop/api has Shop, "" and the machine (null) above it.</summary>
        static IEnumerable<string> Above(string location)
        {
            var parts = location?.Split('/') ?? new string[0];
            for (var depth = parts.Length - 1; depth > 0; depth--) yield return string.Join("/", parts.Take(depth));
            yield return "";
            if (location != null) yield return null;
        }
    }

    /// <summary>Puts nodes in and takes them out so that the file stays readable.</summary>
    static class Layout
    {
        const string Step = "    ";

        internal static void Append(XElement parent, XElement node) => Insert(parent, node, parent.Elements().LastOrDefault(), false);

        internal static void Insert(XElement parent, XElement node, XElement after, bool first)
        {
            var indent = "\n" + string.Concat(Enumerable.Repeat(Step, parent.AncestorsAndSelf().Count()));
            if (after == null && !first) after = parent.Elements().LastOrDefault();
            if (after != null) after.AddAfterSelf(new XText(indent), node);
            else if (first) parent.AddFirst(new XText(indent), node);
            else
            {
                parent.Nodes().OfType<XText>().Where(t => string.IsNullOrWhiteSpace(t.Value)).Remove();
                parent.Add(new XText(indent), node, new XText(indent.Substring(0, indent.Length - Step.Length)));
            }
            Indent(node);
        }

        /// <summary>A node that was filled before it had a place.</summary>
        static void Indent(XElement node)
        {
            if (!node.HasElements) return;
            node.Nodes().OfType<XText>().Remove();
            var end = "\n" + string.Concat(Enumerable.Repeat(Step, node.Ancestors().Count()));
            foreach (var child in node.Elements().ToList())
            {
                child.AddBeforeSelf(new XText(end + Step));
                Indent(child);
            }
            node.Add(new XText(end));
        }

        internal static void Remove(XElement node)
        {
            if (node.PreviousNode is XText space && string.IsNullOrWhiteSpace(space.Value)) space.Remove();
            var parent = node.Parent;
            node.Remove();
            if (!parent.Nodes().Any(n => !(n is XText t && string.IsNullOrWhiteSpace(t.Value)))) parent.RemoveNodes();
        }
    }
}
