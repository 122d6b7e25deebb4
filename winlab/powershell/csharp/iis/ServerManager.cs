using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

[assembly: AssemblyVersion("7.0.0.0")]

namespace Microsoft.Web.Administration
{
    public enum ObjectState { Starting = 0, Started = 1, Stopping = 2, Stopped = 3, Unknown = 4 }

    /// <summary>
    /// The part of Microsoft.Web.Administration 7.0.0.0 that the scripts use, on the model of Windows. What is left out is not there at
    /// all, so that a call of it fails. Names and behaviour: learn.microsoft.com/dotnet/api/microsoft.web.administration.
    /// </summary>
    public sealed class ServerManager : IDisposable
    {
        Draft _draft;
        readonly bool _readOnly;

        public ServerManager() { }

        public ServerManager(bool readOnly, string applicationHostConfigurationPath)
        {
            if (applicationHostConfigurationPath != null) throw new NotSupportedException("not emulated: another applicationHost.config");
            _readOnly = readOnly;
        }

        public ApplicationPoolCollection ApplicationPools => new ApplicationPoolCollection(Items("system.applicationHost/applicationPools"));
        public SiteCollection Sites => new SiteCollection(Items("system.applicationHost/sites"));

        public Configuration GetApplicationHostConfiguration() => new Configuration(_draft ?? (_draft = new Draft()));

        public void CommitChanges()
        {
            if (_readOnly) throw new InvalidOperationException("This ServerManager is read only.");
            var draft = _draft;
            _draft = null;
            draft?.Commit();
        }

        public void Dispose() => _draft = null;

        ConfigurationElementCollection Items(string section) => GetApplicationHostConfiguration().GetSection(section).GetCollection();
    }

    /// <summary>What WAS runs: a pool or a site.</summary>
    public abstract class RunningElement : ConfigurationElement
    {
        readonly string _kind;

        private protected RunningElement(ConfigurationElement same, string kind) : base(same) => _kind = kind;

        public string Name => (string)GetAttributeValue("name");
        public ObjectState State => Ask("iis.state");
        public ObjectState Start() => Ask("iis.start");
        public ObjectState Stop() => Ask("iis.stop");

        ObjectState Ask(string method) =>
            (ObjectState)Enum.Parse(typeof(ObjectState), (string)Winlab.Rpc.Call(method, new Hashtable { ["kind"] = _kind, ["name"] = Name }));
    }

    public sealed class ApplicationPool : RunningElement
    {
        internal ApplicationPool(ConfigurationElement same) : base(same, "pool") { }

        public WorkerProcess[] WorkerProcesses =>
            ((object[])Winlab.Rpc.Call("iis.workers", new Hashtable { ["pool"] = Name })).Cast<Hashtable>()
            .Select(w => new WorkerProcess((int)(long)w["pid"])).ToArray();

        public ObjectState Recycle()
        {
            Winlab.Rpc.Call("iis.recycle", new Hashtable { ["kind"] = "pool", ["name"] = Name });
            return State;
        }
    }

    public sealed class WorkerProcess
    {
        internal WorkerProcess(int id) => ProcessId = id;
        public int ProcessId { get; }
    }

    public sealed class Site : RunningElement
    {
        internal Site(ConfigurationElement same) : base(same, "site") { }

        public long Id => (long)GetAttributeValue("id");
    }

    /// <summary>Typed items by name, without regard to case; null for a name that is not there.</summary>
    public abstract class NamedCollection<T> : IEnumerable<T> where T : RunningElement
    {
        readonly List<T> _items;

        private protected NamedCollection(IEnumerable<T> items) => _items = items.ToList();

        public int Count => _items.Count;
        public T this[string name] => _items.FirstOrDefault(i => i.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        public T this[int index] => _items[index];
        public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    public sealed class ApplicationPoolCollection : NamedCollection<ApplicationPool>
    {
        internal ApplicationPoolCollection(IEnumerable<ConfigurationElement> items) : base(items.Select(i => new ApplicationPool(i))) { }
    }

    public sealed class SiteCollection : NamedCollection<Site>
    {
        internal SiteCollection(IEnumerable<ConfigurationElement> items) : base(items.Select(i => new Site(i))) { }
    }
}
