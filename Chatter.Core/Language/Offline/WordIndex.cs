namespace Chatter.Core.Language.Offline;

/// <summary>What a line is about, as far as its words tell.</summary>
/// <param name="Topic">The nearest topic, or null.</param>
/// <param name="Argument">The nearest argument of it, or null where no argument is near enough.</param>
internal readonly record struct Heard(TopicMaterial? Topic, Argument? Argument);

/// <summary>Finds topics and arguments by words, rare words counting more than common ones.</summary>
internal sealed class WordIndex
{
    /// <summary>An argument is near when its shared words weigh this much; two rare words do.</summary>
    private const double NearArgument = 6;

    /// <summary>The same where the line is about the topic anyway.</summary>
    private const double NearInTopic = 3.2;

    /// <summary>A topic is meant when its own words are named, or an argument of it is near.</summary>
    private const double NamedWord = 4;

    /// <summary>Arguments of two topics are kin when they share this many words of this weight.</summary>
    private const int LeastKinship = 3;
    private const double NearKin = 2.9;

    private static readonly HashSet<string> Common =
    [
        .. ("a an and are as at be because been but by can could did do does for from had has have he her him his how i if in into is it its "
            + "just like may me might more most my no nor not of on one only or our out over own she should so some such than that the "
            + "their them then there these they this those to too us very was we were what when where which who whom whose why will "
            + "with would you your am about after again all also any ask away back before being between both come each even ever every "
            + "few find get give go good got here himself itself know let long look make many mean much must name need never new "
            + "nobody nothing now off old once other people person put really same say see still take tell thing think time two under "
            + "up use want way well without word work world yet anyone everyone somebody someone something anything everything first "
            + "last down keep told says said made right question answer really much lot life man men woman day").Split(' '),
    ];

    private readonly Dictionary<string, double> _rarity = [];
    private readonly List<(Argument Argument, TopicMaterial Topic, Dictionary<string, double> Words)> _arguments = [];
    private readonly List<(TopicMaterial Topic, HashSet<string> Words, List<string> Phrases)> _topics = [];
    private readonly Dictionary<string, List<Argument>> _kin = [];

    public WordIndex(Material material)
    {
        foreach (var topic in material.Topics)
        {
            var phrases = topic.Words.Where(w => w.Contains(' ')).Select(w => $" {w.ToLowerInvariant()} ").ToList();
            _topics.Add((topic, topic.Words.Where(w => !w.Contains(' ')).Select(Stem).ToHashSet(), phrases));
            foreach (var argument in topic.Positions.SelectMany(p => p.Arguments))
                _arguments.Add((argument, topic, WeightsOf(argument)));
        }

        foreach (var word in _arguments.SelectMany(a => a.Words.Keys))
            _rarity[word] = _rarity.GetValueOrDefault(word) + 1;
        foreach (var word in _rarity.Keys.ToList())
            _rarity[word] = Math.Log(1 + (_arguments.Count / _rarity[word]));
        foreach (var (argument, topic, words) in _arguments)
            _kin[argument.Key] = FindKin(argument, topic, words);
    }

    public static bool IsCommon(string word) => Common.Contains(word);

    /// <summary>What a line is about.</summary>
    public Heard Hear(string text)
    {
        var words = new HashSet<string>();
        foreach (var word in Wording.Words(text))
        {
            if (!Common.Contains(word))
                words.Add(Stem(word));
        }

        if (words.Count == 0)
            return default;

        var padded = $" {string.Join(' ', Wording.Words(text))} ";
        Heard best = default;
        var most = 0.0;
        foreach (var (topic, own, phrases) in _topics)
        {
            var named = own.Count(words.Contains) * NamedWord;
            named += phrases.Count(p => padded.Contains(p, StringComparison.Ordinal)) * NamedWord * 1.5;
            var (argument, weight) = Nearest(topic, words, leastShared: named > 0 ? 1 : 2);
            var total = named + weight;
            if (total <= most || (named == 0 && weight < NearArgument))
                continue;
            most = total;
            best = new Heard(topic, weight >= (named > 0 ? NearInTopic : NearArgument) ? argument : null);
        }

        return best;
    }

    /// <summary>Arguments of a topic that share something with this argument of another one, nearest first.</summary>
    public IReadOnlyList<Argument> KinOf(Argument argument) => _kin[argument.Key];

    /// <summary>One rare word proves nothing by itself: a club may be a football club.</summary>
    private (Argument? Argument, double Weight) Nearest(TopicMaterial topic, HashSet<string> words, int leastShared)
    {
        Argument? nearest = null;
        var most = 0.0;
        foreach (var (argument, of, own) in _arguments)
        {
            if (!ReferenceEquals(of, topic))
                continue;
            var weight = 0.0;
            var shared = 0;
            foreach (var word in words)
            {
                if (!own.TryGetValue(word, out var share))
                    continue;
                weight += share * _rarity[word];
                shared++;
            }

            if (weight > most && shared >= leastShared)
                (nearest, most) = (argument, weight);
        }

        return (nearest, most);
    }

    private List<Argument> FindKin(Argument argument, TopicMaterial topic, Dictionary<string, double> words)
    {
        var kin = new List<(Argument Argument, double Weight)>();
        foreach (var (other, of, theirs) in _arguments)
        {
            if (ReferenceEquals(of, topic))
                continue;
            var shared = words.Keys.Where(theirs.ContainsKey).ToList();
            var weight = shared.Sum(w => words[w] * theirs[w] * _rarity[w]) / Math.Sqrt(theirs.Count);
            if (shared.Count >= LeastKinship && weight >= NearKin)
                kin.Add((other, weight));
        }

        return [.. kin.OrderByDescending(k => k.Weight).Take(3).Select(k => k.Argument)];
    }

    private static Dictionary<string, double> WeightsOf(Argument argument)
    {
        var words = new Dictionary<string, double>();
        Weigh(argument.Name, 1.6);
        Weigh(argument[Facet.Says], 1.2);
        Weigh(argument[Facet.Why], 1);
        Weigh(argument[Facet.Case], 1);
        Weigh(argument[Facet.Ask], 0.8);
        Weigh(argument[Facet.But], 0.8);
        Weigh(argument[Facet.Yet], 0.6);
        return words;

        void Weigh(string text, double weight)
        {
            foreach (var word in Wording.Words(text))
            {
                if (!Common.Contains(word) && word.Length > 2)
                    words[Stem(word)] = Math.Max(weight, words.GetValueOrDefault(Stem(word)));
            }
        }
    }

    /// <summary>Cuts the commonest English endings, so that "lies" meets "lie" and "liquidations" meets "liquidation".</summary>
    private static string Stem(string word)
    {
        word = word.ToLowerInvariant();
        if (word.EndsWith("'s", StringComparison.Ordinal))
            word = word[..^2];
        if (word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal))
            word = word[..^3];
        else if (word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal))
            word = word[..^3] + "y";
        else if (word.Length > 4 && (word.EndsWith("es", StringComparison.Ordinal) || word.EndsWith("ed", StringComparison.Ordinal)))
            word = word[..^2];
        else if (word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal))
            word = word[..^1];
        return word.Length > 4 && word.EndsWith('e') ? word[..^1] : word;
    }
}
