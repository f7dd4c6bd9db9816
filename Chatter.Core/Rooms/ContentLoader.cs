using Chatter.Core.Domain;

namespace Chatter.Core.Rooms;

/// <summary>Reads <c>rooms/*.json</c> and <c>personas/*.json</c> of a content folder: the good ones, and what is wrong with the others.</summary>
public static class ContentLoader
{
    public static LoadedContent Load(string contentFolder)
    {
        var problems = new List<ContentProblem>();
        var personas = ReadPersonas(contentFolder, problems);
        var rooms = new List<LoadedRoom>();
        var slugs = new Dictionary<string, string>();
        var keys = new Dictionary<string, string>();
        foreach (var (file, path) in FilesOf(contentFolder, "rooms", problems))
        {
            var before = problems.Count;
            if (ContentFile.Open(file, path, problems) is not { } content)
                continue;

            var card = RoomFiles.ReadCard(content);
            var settings = content.RawObject("settings");
            content.Done();
            TakeOnce(slugs, card.Slug, file, "slug", problems);
            TakeOnce(keys, card.Key, file, "key", problems);
            var cast = Seat(card, file, personas, problems);
            if (problems.Count == before)
                rooms.Add(new LoadedRoom(card, settings, cast, file));
        }

        if (rooms.Count == 0 && problems.Count == 0)
            problems.Add(new ContentProblem("rooms", "", $"there is no room file in {Path.Combine(contentFolder, "rooms")}; put one there, such as rooms/philosophy.json"));
        return new LoadedContent(rooms, [.. personas.Values.OfType<Persona>()], problems);
    }

    /// <summary>Personas by id; null where the file is there but bad.</summary>
    private static SortedDictionary<string, Persona?> ReadPersonas(string contentFolder, List<ContentProblem> problems)
    {
        var personas = new SortedDictionary<string, Persona?>(StringComparer.Ordinal);
        foreach (var (file, path) in FilesOf(contentFolder, "personas", problems))
        {
            var before = problems.Count;
            var id = Path.GetFileNameWithoutExtension(path);
            Persona? persona = null;
            if (ContentFile.Open(file, path, problems) is { } content)
            {
                persona = PersonaFiles.Read(id, content);
                content.Done();
            }

            personas[id] = problems.Count == before ? persona : null;
        }

        return personas;
    }

    private static List<Persona> Seat(
        RoomCard card, string file, SortedDictionary<string, Persona?> personas, List<ContentProblem> problems)
    {
        var cast = new List<Persona>();
        var names = new Dictionary<string, PersonaId>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < card.Cast.Count; i++)
        {
            var id = card.Cast[i];
            var key = $"cast[{i}]";
            if (!personas.TryGetValue(id.Value, out var persona))
                problems.Add(new ContentProblem(file, key, $"there is no persona \"{id}\": add personas/{id}.json or take it out of the cast"));
            else if (persona is null)
                problems.Add(new ContentProblem(file, key, $"persona \"{id}\" cannot be used: see personas/{id}.json"));
            else if (cast.Any(p => p.Id == id))
                problems.Add(new ContentProblem(file, key, $"\"{id}\" sits here twice"));
            else
                cast.Add(persona);

            foreach (var name in persona is null ? [] : (string[])[persona.Name, .. persona.Aliases])
            {
                if (!names.TryAdd(name, id) && names[name] != id)
                    problems.Add(new ContentProblem(file, key, $"\"{name}\" is also a name of \"{names[name]}\": people could not tell whom they call"));
            }
        }

        return cast;
    }

    private static void TakeOnce(
        Dictionary<string, string> taken, string value, string file, string key, List<ContentProblem> problems)
    {
        if (value.Length > 0 && !taken.TryAdd(value, file))
            problems.Add(new ContentProblem(file, key, $"\"{value}\" is already used by {taken[value]}"));
    }

    private static IEnumerable<(string File, string Path)> FilesOf(
        string contentFolder, string kind, List<ContentProblem> problems)
    {
        var folder = Path.Combine(contentFolder, kind);
        if (!Directory.Exists(folder))
        {
            problems.Add(new ContentProblem(kind, "", $"the folder {folder} does not exist"));
            return [];
        }

        return Directory.GetFiles(folder, "*.json")
            .Order(StringComparer.Ordinal)
            .Select(path => ($"{kind}/{Path.GetFileName(path)}", path))
            .ToList();
    }
}
