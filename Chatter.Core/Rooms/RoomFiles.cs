using Chatter.Core.Domain;

namespace Chatter.Core.Rooms;

/// <summary>The keys of <c>content/rooms/{slug}.json</c>.</summary>
internal static class RoomFiles
{
    /// <summary>Seats a room has at most.</summary>
    private const int MostSeats = 500;

    public static RoomCard ReadCard(ContentFile file)
    {
        var fallback = new RoomCard { Key = "", Slug = "", Name = "", Description = "", Cast = [] };
        return new RoomCard
        {
            Key = file.Matching("key", ContentFile.Id(), "lower-case letters, digits and hyphens"),
            Slug = file.Matching("slug", ContentFile.Slug(), "lower-case letters and digits, a letter first"),
            Name = file.Text("name", 60),
            Description = file.Text("description", 300),
            Language = file.Matching("language", fallback.Language, ContentFile.Language(), "a language tag such as en or en-GB"),
            Color = file.Matching("color", fallback.Color, ContentFile.Color(), "a colour such as #7c9cff"),
            Sign = file.Text("sign", fallback.Sign, 8),
            Material = ReadMaterial(file),
            Cast = [.. ReadCast(file)],
        };
    }

    private static string? ReadMaterial(ContentFile file)
    {
        var material = file.Matching("material", "", ContentFile.Material(), "a folder or file of content/offline, such as philosophy");
        return material.Length == 0 ? null : material;
    }

    private static IEnumerable<PersonaId> ReadCast(ContentFile file)
    {
        var ids = file.Texts("cast", least: 1, most: MostSeats, length: 60);
        for (var i = 0; i < ids.Count; i++)
        {
            if (!ContentFile.Id().IsMatch(ids[i]))
                file.Problem($"cast[{i}]", $"must be a persona's id (lower-case letters, digits and hyphens), is \"{ids[i]}\"");
            else
                yield return new PersonaId(ids[i]);
        }
    }
}
