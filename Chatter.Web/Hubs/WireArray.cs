using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chatter.Web.Hubs;

/// <summary>An array of events and signals, already written as JSON by whoever made it for all.</summary>
[JsonConverter(typeof(AsItStands))]
public readonly record struct WireArray(ReadOnlyMemory<byte> Json)
{
    private sealed class AsItStands : JsonConverter<WireArray>
    {
        public override WireArray Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            new(JsonSerializer.SerializeToUtf8Bytes(JsonElement.ParseValue(ref reader)));

        public override void Write(Utf8JsonWriter writer, WireArray value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
    }
}
