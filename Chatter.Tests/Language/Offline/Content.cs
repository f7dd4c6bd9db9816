using System.Collections.Concurrent;
using Chatter.Bench.Talk;
using Chatter.Core.Domain;

namespace Chatter.Tests.Language.Offline;

/// <summary>The content folder of the repository, and rooms rehearsed over it.</summary>
internal static class Content
{
    public static readonly string Folder = Find();

    private static readonly ConcurrentDictionary<(string Room, int Seed), Lazy<Rehearsal>> LongTalks = new();

    /// <summary>A talk of 2,600 messages that tests read and do not carry on; rehearsed once for all of them.</summary>
    public static IReadOnlyList<Message> LongTalk(string room, int seed) =>
        [.. LongTalks.GetOrAdd((room, seed), key => new Lazy<Rehearsal>(() => Rehearse(key.Room, key.Seed, 2600))).Value.Events.Select(e => e.Message!)];

    public static Rehearsal Rehearse(string room, int seed, int messages, double? topicChange = null)
    {
        var rehearsal = new Rehearsal(Folder, room, seed, topicChange);
        for (var i = 0; i < messages; i++)
            rehearsal.Step();
        return rehearsal;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "content", "rooms")))
                return Path.Combine(folder.FullName, "content");
        }

        throw new DirectoryNotFoundException("The content folder is not above the tests.");
    }
}
