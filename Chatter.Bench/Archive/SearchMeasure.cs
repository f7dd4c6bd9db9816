using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Chatter.Core.Archive;
using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Bench.Archive;

/// <summary>
/// How long a search takes in a log of a million messages: <c>search [messages] [folder]</c>. A folder that already holds a
/// log of a run before is used again.
/// </summary>
internal static class SearchMeasure
{
    private const int Rounds = 400;

    /// <summary>Calls before the first that counts; the runtime compiles what is hot after some hundred.</summary>
    private const int WarmUp = 300;

    public static async Task<int> RunAsync(string[] args)
    {
        var messages = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var folder = args.Length > 1 ? args[1] : Directory.CreateTempSubdirectory("chatter-bench-").FullName;
        var words = new Words(new Random(1));
        await InProcessAsync(new StoreOptions { DataDirectory = folder }, messages, words);
        await OverHttpAsync(folder, words);
        if (args.Length < 2)
            Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static async Task InProcessAsync(StoreOptions options, int messages, Words words)
    {
        using var opening = new StoreOpening(options, TimeProvider.System, NullLogger<StoreOpening>.Instance);
        opening.Open();
        await using var writer = new StoreWriter(options, TimeProvider.System, NullLogger<StoreWriter>.Instance);
        writer.Start();
        var reader = new StoreReader(options);
        var logs = new RoomLogs(opening, writer, reader, TimeProvider.System);
        var room = await logs.OpenAsync("philosophy", "philosophy", CancellationToken.None);
        var other = await logs.OpenAsync("cryptoana", "cryptoana", CancellationToken.None);
        await FillAsync(room, other, messages, words);
        Console.WriteLine($"{room.MessageCount} messages in the room, {new FileInfo(options.DatabasePath).Length / 1048576} MiB in {options.DataDirectory}");

        using var search = new Search(reader);
        async Task<int> FindAsync(string question) => (await search.FindAsync(
            room, SearchQuery.Read(question), null, 50, Reader.Anonymous, CancellationToken.None)).Items.Count;
        await MeasureAsync("a frequent word", FindAsync, () => words.At(1));
        await MeasureAsync("a word of the middle", FindAsync, () => words.At(500));
        await MeasureAsync("a rare word", FindAsync, () => words.At(19_000));
        await MeasureAsync("two words", FindAsync, () => $"{words.Next()} {words.Next()}");
        await MeasureAsync("three words", FindAsync, () => $"{words.Next()} {words.Next()} {words.Next()}");
        await MeasureAsync("two rare words", FindAsync, () => $"{words.Rare()} {words.Rare()}");
        await MeasureAsync("a beginning of two letters", FindAsync, () => words.Next()[..2]);
        await MeasureAsync("a beginning of three letters", FindAsync, () => words.Next()[..3]);
        await MeasureAsync("a word and a beginning", FindAsync, () => $"{words.Next()} {words.Next()[..2]}");
        await MeasureAsync("no such word", FindAsync, () => "qqqqzzzz");
        await MeasureAsync("typed letter by letter", FindAsync, words.Typed);
    }

    private static async Task OverHttpAsync(string folder, Words words)
    {
        await using var server = await ServerProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Chatter__DataDirectory"] = folder,
                ["Chatter__Limits__ApiPerMinute"] = "1000000",
                ["Chatter__Backups__Every"] = "0",
            },
            CancellationToken.None);
        using var http = new HttpClient { BaseAddress = server.Address };
        async Task<int> FindAsync(string question)
        {
            using var answer = JsonDocument.Parse(await http.GetByteArrayAsync(
                $"api/v1/rooms/philosophy/search?limit=50&q={Uri.EscapeDataString(question)}"));
            return answer.RootElement.GetProperty("items").GetArrayLength();
        }

        await MeasureAsync("over HTTP, two words", FindAsync, () => $"{words.Next()} {words.Next()}");
        await MeasureAsync("over HTTP, letter by letter", FindAsync, words.Typed);
    }

    private static async Task FillAsync(RoomLog room, RoomLog other, int messages, Words words)
    {
        var watch = Stopwatch.StartNew();
        var author = new Author(AuthorKind.Persona, "ada", "Ada", "#88aaff", []);
        for (var at = (int)room.MessageCount; at < messages;)
        {
            var batch = new List<Task>(4096);
            for (; batch.Count < 4096 && at < messages; at++)
            {
                batch.Add(room.AppendAsync(new Message { Author = author, Text = words.Sentence() }, null, CancellationToken.None));
                if (at % 10 == 0)
                    batch.Add(other.AppendAsync(new Message { Author = author, Text = words.Sentence() }, null, CancellationToken.None));
            }

            await Task.WhenAll(batch);
        }

        Console.WriteLine($"filled in {watch.Elapsed.TotalSeconds:0.0} s");
    }

    private static async Task MeasureAsync(string what, Func<string, Task<int>> find, Func<string> question)
    {
        var times = new double[Rounds];
        var found = 0;
        for (var i = -WarmUp; i < Rounds; i++)
        {
            var asked = question();
            var began = Stopwatch.GetTimestamp();
            found += await find(asked);
            if (i >= 0)
                times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine($"{what,-30} p50 {times[Rounds / 2],7:0.00} ms   p99 {times[Rounds * 99 / 100],7:0.00} ms   most {times[^1],7:0.00} ms   {found / (double)(Rounds + WarmUp):0.0} found");
    }

    /// <summary>20,000 made-up words, used as often as words are: the second half as often as the first, and so on.</summary>
    private sealed class Words
    {
        private const int Count = 20_000;
        private readonly Random random;
        private readonly string[] words;
        private string typed = "";
        private int typedTo;

        public Words(Random random)
        {
            this.random = random;
            string[] syllables = ["ka", "lo", "mi", "ren", "sta", "tho", "ve", "xi", "po", "lu", "dra", "en", "is", "or", "qua", "be"];
            var made = new HashSet<string>();
            while (made.Count < Count)
                made.Add(string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(_ => syllables[random.Next(syllables.Length)])));
            words = [.. made.OrderBy(w => w.Length).ThenBy(w => w, StringComparer.Ordinal)];
        }

        public string At(int rank) => words[rank];

        // Zipf's law: rank r is drawn with a chance in proportion to 1/r.
        public string Next() => words[(int)Math.Min(Count - 1, Math.Exp(random.NextDouble() * Math.Log(Count)) - 1)];

        public string Rare() => words[random.Next(Count / 2, Count)];

        public string Sentence() => string.Join(' ', Enumerable.Range(0, random.Next(8, 24)).Select(_ => Next()));

        /// <summary>Someone's word with one more letter at each call, from the second letter on.</summary>
        public string Typed()
        {
            if (typedTo >= typed.Length)
                (typed, typedTo) = (Next(), 1);
            return typed[..Math.Min(typed.Length, ++typedTo)];
        }
    }
}
