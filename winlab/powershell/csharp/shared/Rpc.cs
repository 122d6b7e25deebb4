using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Winlab
{
    /// <summary>
    /// The model of Windows, asked over a local socket: one JSON object a line, one connection a process.
    /// WINLAB_RPC is the path of a unix socket, or tcp:address:port:token.
    /// </summary>
#if WINLAB
    public
#else
    internal
#endif
    static class Rpc
    {
        static readonly object s_gate = new object();
        static StreamReader s_reader;
        static Stream s_stream;

        /// <summary>Objects arrive as Hashtable, lists as object[], whole numbers as long.</summary>
        public static object Call(string method, IDictionary parameters = null)
        {
            var named = new Dictionary<string, object>();
            foreach (DictionaryEntry entry in parameters ?? new Hashtable())
                named[entry.Key.ToString()] = Plain(entry.Value);
            var line = JsonSerializer.Serialize(new Dictionary<string, object> { ["method"] = method, ["params"] = named });
            lock (s_gate)
            {
                if (s_stream == null) Connect();
                var bytes = Encoding.UTF8.GetBytes(line + "\n");
                s_stream.Write(bytes, 0, bytes.Length);
                return Answer(s_reader.ReadLine() ?? throw new IOException("the lab does not answer any more"));
            }
        }

        static object Answer(string line)
        {
            using (var document = JsonDocument.Parse(line))
            {
                if (document.RootElement.TryGetProperty("error", out var error))
                    throw Failure(error.GetProperty("type").GetString(), error.GetProperty("message").GetString());
                return Value(document.RootElement.GetProperty("result"));
            }
        }

        /// <summary>What Windows would throw for it, as far as the scripts can tell.</summary>
        static Exception Failure(string type, string message)
        {
            switch (type)
            {
                case "NotEmulated": return new NotSupportedException(message);
                case "ChangedOnDisk": return new FileLoadException(message + " (0x80070020)");
                case "AccessDenied": return new UnauthorizedAccessException(message);
                case "SharingViolation": return new IOException(message, unchecked((int)0x80070020));
                case "DiskFull": return new IOException(message, unchecked((int)0x80070070));
                case "ConfigurationError": return new COMException(message, unchecked((int)0x8007000D));
                case "UnknownToWas": return new COMException(message, unchecked((int)0x800710D8));
                case "ServiceError": return new COMException(message, unchecked((int)0x80070426));
                case "NotFound": return new COMException(message, unchecked((int)0x80070490));
                default: return new InvalidOperationException(message);
            }
        }

        static object Plain(object value)
        {
            if (value is System.Management.Automation.PSObject wrapped) value = wrapped.BaseObject;
            if (value is string || value == null) return value;
            if (value is IDictionary table)
                return table.Cast<DictionaryEntry>().ToDictionary(entry => entry.Key.ToString(), entry => Plain(entry.Value));
            if (value is IEnumerable many) return many.Cast<object>().Select(Plain).ToArray();
            return value;
        }

        static object Value(JsonElement json)
        {
            switch (json.ValueKind)
            {
                case JsonValueKind.Object:
                    var table = new Hashtable(StringComparer.OrdinalIgnoreCase);
                    foreach (var property in json.EnumerateObject()) table[property.Name] = Value(property.Value);
                    return table;
                case JsonValueKind.Array: return json.EnumerateArray().Select(Value).ToArray();
                case JsonValueKind.String: return json.GetString();
                case JsonValueKind.Number: return json.TryGetInt64(out var whole) ? (object)whole : json.GetDouble();
                case JsonValueKind.Null: return null;
                default: return json.GetBoolean();
            }
        }

        static void Connect()
        {
            var where = Environment.GetEnvironmentVariable("WINLAB_RPC") ?? "";
            var tcp = where.StartsWith("tcp:", StringComparison.Ordinal) ? where.Split(':') : null;
            Socket socket;
            if (tcp == null)
            {
                socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Connect(new UnixDomainSocketEndPoint(where));
            }
            else
            {
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Connect(tcp[1], int.Parse(tcp[2]));
            }
            s_stream = new NetworkStream(socket, true);
            s_reader = new StreamReader(s_stream, new UTF8Encoding(false));
            if (tcp != null)
            {
                var token = Encoding.UTF8.GetBytes(tcp[3] + "\n");
                s_stream.Write(token, 0, token.Length);
            }
        }
    }
}
