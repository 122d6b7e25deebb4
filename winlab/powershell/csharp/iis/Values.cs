using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Microsoft.Web.Administration
{
    /// <summary>Between the text of the file and the types of the API; refuses what IIS refuses.</summary>
    static class Values
    {
        static readonly Regex s_span = new Regex(@"^(?:(\d+)\.)?(\d+):(\d\d):(\d\d)(?:\.\d+)?$");

        internal static COMException Refused(string message) => new COMException(message, unchecked((int)0x8007000D));

        /// <summary>The value where neither the file nor the schema states one.</summary>
        internal static object Nothing(ConfigurationAttributeSchema schema)
        {
            switch (schema.Type)
            {
                case "bool": return false;
                case "uint": case "int64": return 0L;
                case "int": case "enum": case "flags": return 0;
                case "timeSpan": return TimeSpan.Zero;
                default: return "";
            }
        }

        /// <summary>uint and int64 are Int64, enum and flags Int32, as in the real API.</summary>
        internal static object Parse(ConfigurationAttributeSchema schema, string text)
        {
            switch (schema.Type)
            {
                case "bool": return bool.TryParse(text, out var flag) ? flag : throw Wrong(schema, text);
                case "uint": case "int64": return long.TryParse(text, out var number) ? number : throw Wrong(schema, text);
                case "int": return int.TryParse(text, out var small) ? small : throw Wrong(schema, text);
                case "enum": return (int)Named(schema, text).Value;
                case "flags": return Flags(schema, text);
                case "timeSpan": return Span(schema, text);
                default: return text;
            }
        }

        /// <summary>The text for the file of a value that somebody sets.</summary>
        internal static string Accept(ConfigurationAttributeSchema schema, object value)
        {
            if (value is System.Management.Automation.PSObject wrapped) value = wrapped.BaseObject;
            var text = Text(schema, value ?? throw new ArgumentNullException(nameof(value)));
            var typed = Parse(schema, text);
            if (schema.Type == "uint" && (long)typed is var number && (number < 0 || number > uint.MaxValue))
                throw Refused($"Attribute '{schema.Name}': {number} is not an unsigned integer");
            if (schema.Check is JsonElement check) Validate(schema, check, typed);
            return text;
        }

        static string Text(ConfigurationAttributeSchema schema, object value)
        {
            switch (schema.Type)
            {
                case "bool": return value is bool flag ? (flag ? "true" : "false") : throw Mismatch(schema, value);
                case "uint": case "int": case "int64":
                    return value is int || value is long || value is uint || value is short || value is byte || value is Enum
                        ? Convert.ToInt64(value).ToString(CultureInfo.InvariantCulture) : throw Mismatch(schema, value);
                case "enum": return value is string name ? Named(schema, name).Name : Numbered(schema, value);
                case "flags": return value is string names ? names : FlagNames(schema, Convert.ToInt64(value));
                case "timeSpan": return value is TimeSpan span ? Written(span) : value is string given ? Written(Span(schema, given)) : throw Mismatch(schema, value);
                default: return value as string ?? throw Mismatch(schema, value);
            }
        }

        static string Written(TimeSpan span) => span.ToString(span.Days > 0 ? @"d\.hh\:mm\:ss" : @"hh\:mm\:ss");

        static Exception Mismatch(ConfigurationAttributeSchema schema, object value) =>
            new InvalidCastException($"Attribute '{schema.Name}' of type {schema.Type} cannot be set to a value of type {value.GetType().FullName}");

        static COMException Wrong(ConfigurationAttributeSchema schema, string text) =>
            Refused($"Attribute '{schema.Name}': '{text}' is not a valid {schema.Type}");

        static ConfigurationEnumValue Named(ConfigurationAttributeSchema schema, string name) =>
            schema.GetEnumValues().FirstOrDefault(v => v.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw Refused($"Enum must be one of {string.Join(", ", schema.GetEnumValues().Select(v => v.Name))}: attribute '{schema.Name}', '{name}'");

        static string Numbered(ConfigurationAttributeSchema schema, object value)
        {
            var number = Convert.ToInt64(value);
            return schema.GetEnumValues().FirstOrDefault(v => v.Value == number)?.Name ?? throw Wrong(schema, number.ToString());
        }

        static int Flags(ConfigurationAttributeSchema schema, string text) =>
            (int)text.Split(',').Select(p => p.Trim()).Where(p => p.Length > 0).Select(p => Named(schema, p).Value).Aggregate(0L, (all, bit) => all | bit);

        static string FlagNames(ConfigurationAttributeSchema schema, long bits) =>
            string.Join(", ", schema.GetEnumValues().Where(v => v.Value != 0 && (bits & v.Value) == v.Value).Select(v => v.Name));

        /// <summary>The schema itself writes hours above 23 (29:00:00).</summary>
        static TimeSpan Span(ConfigurationAttributeSchema schema, string text)
        {
            var match = s_span.Match(text);
            if (!match.Success) throw Wrong(schema, text);
            int Part(int group) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value) : 0;
            return new TimeSpan(Part(1), 0, 0, 0) + TimeSpan.FromHours(Part(2)) + TimeSpan.FromMinutes(Part(3)) + TimeSpan.FromSeconds(Part(4));
        }

        static void Validate(ConfigurationAttributeSchema schema, JsonElement check, object value)
        {
            var text = value as string ?? "";
            switch (check.GetProperty("kind").GetString())
            {
                case "integerRange":
                    Demand(schema, InRange(check, Convert.ToInt64(value)), $"Integer value must be between {Range(check)}");
                    break;
                case "timeSpanRange":
                    var seconds = (long)((TimeSpan)value).TotalSeconds;
                    var step = check.TryGetProperty("step", out var given) ? given.GetInt64() : 1;
                    Demand(schema, InRange(check, seconds) && seconds % step == 0, $"Timespan value must be between {Range(check)} seconds, with a granularity of {step}");
                    break;
                case "nonEmptyString": Demand(schema, text.Length > 0, "String must not be empty"); break;
                case "applicationPoolName": Demand(schema, text.IndexOfAny("|<>&\"/[]+=;:,?*@\\".ToCharArray()) < 0, "The application pool name is not valid"); break;
                case "siteName": Demand(schema, text.IndexOfAny("/?".ToCharArray()) < 0, "Invalid site name"); break;
                case "applicationPath": case "virtualDirectoryPath": Demand(schema, text.Length == 0 || IsPath(text), "Invalid application path"); break;
                case "requireTrimmedString": Demand(schema, text == text.Trim(), "String must not have white space at its ends"); break;
            }
        }

        static bool IsPath(string text) =>
            text == "/" || (text.StartsWith("/") && !text.EndsWith("/") && !text.Split('/').Intersect(new[] { ".", ".." }).Any());

        static bool InRange(JsonElement check, long value) =>
            (value >= check.GetProperty("min").GetInt64() && value <= check.GetProperty("max").GetInt64())
            != (check.TryGetProperty("exclude", out var exclude) && exclude.GetBoolean());

        static string Range(JsonElement check) => $"{check.GetProperty("min")} and {check.GetProperty("max")}"
            + (check.TryGetProperty("exclude", out var exclude) && exclude.GetBoolean() ? " exclusive" : " inclusive");

        static void Demand(ConfigurationAttributeSchema schema, bool holds, string message)
        {
            if (!holds) throw Refused($"Attribute '{schema.Name}': {message}");
        }
    }
}
