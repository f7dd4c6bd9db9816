using Chatter.Core.Domain;

namespace Chatter.Core.Rooms;

/// <summary>The keys of <c>content/personas/{id}.json</c>.</summary>
internal static class PersonaFiles
{
    public static Persona Read(string id, ContentFile file)
    {
        if (!ContentFile.Id().IsMatch(id))
            file.Problem("", "the file's name is the persona's id: lower-case letters, digits and hyphens");
        if (file.Text("id", id, 60) is var given && given != id)
            file.Problem("id", $"must be the file's name, \"{id}\", or be left out");
        return new Persona
        {
            Id = new PersonaId(id),
            Name = file.Text("name", 40),
            Color = file.Matching("color", ContentFile.Color(), "a colour such as #7c9cff"),
            Badges = file.Texts("badges", most: 4, length: 20),
            Bio = file.Text("bio", 300),
            Temperament = file.Text("temperament", 200),
            Beliefs = file.Texts("beliefs", least: 1, most: 12),
            Style = file.Texts("style", least: 1, most: 12),
            Loves = file.Texts("loves", most: 12, length: 120),
            Hates = file.Texts("hates", most: 12, length: 120),
            Talkativeness = file.Number("talkativeness", 0.5, 0, 1),
            Aliases = file.Texts("aliases", most: 12, length: 40),
            Voice = ReadVoice(file),
            Manner = ReadManner(file),
            Muted = file.Flag("muted", false),
        };
    }

    private static VoiceCard ReadVoice(ContentFile file)
    {
        var code = new VoiceCard();
        if (file.Part("voice") is not { } voice)
            return code;

        var card = new VoiceCard
        {
            Espeak = voice.Matching("espeak", code.Espeak, ContentFile.Espeak(), "an espeak-ng voice such as en-gb+m3"),
            Pitch = voice.Whole("pitch", code.Pitch, 0, 99),
            Speed = voice.Whole("speed", code.Speed, 80, 300),
            OpenAi = voice.Matching("openAi", code.OpenAi, ContentFile.Id(), "a voice's name such as alloy"),
        };
        voice.Done();
        return card;
    }

    private static Manner ReadManner(ContentFile file)
    {
        var code = new Manner();
        if (file.Part("manner") is not { } manner)
            return code;

        var read = new Manner
        {
            Frames = manner.Map("frames", (part, move) => part.Texts(move, least: 1, most: 40, length: 200)),
            Moves = manner.Map("moves", (part, move) => part.Number(move, 1, 0, 10)),
            Calls = manner.Map("calls", (part, id) => part.Text(id, 40)),
            Words = manner.Map("words", (part, word) => part.Text(word, 40)),
            Catchphrases = manner.Texts("catchphrases", most: 20, length: 80),
            CatchphraseEvery = manner.Whole("catchphraseEvery", code.CatchphraseEvery, 1, 200),
            Hedges = manner.Texts("hedges", most: 20, length: 60),
            HedgeShare = manner.Number("hedgeShare", code.HedgeShare, 0, 1),
            Elaborates = manner.Number("elaborates", code.Elaborates, 0, 1),
            Names = manner.Number("names", code.Names, 0, 1),
            Contractions = manner.Flag("contractions", code.Contractions),
            Lowercase = manner.Flag("lowercase", code.Lowercase),
            Stop = ReadStop(manner),
            Dash = manner.Text("dash", code.Dash, 5),
            Comma = manner.Text("comma", code.Comma, 4),
            Signs = manner.Texts("signs", most: 20, length: 12),
            SignShare = manner.Number("signShare", code.SignShare, 0, 1),
        };
        manner.Done();
        return read;
    }

    private static string ReadStop(ContentFile manner)
    {
        var stop = manner.Text("stop", ".", 4);
        if (stop is "." or "!" or "…" or "none")
            return stop == "none" ? "" : stop;
        manner.Problem("stop", $"must be \".\", \"!\", \"…\" or \"none\", is \"{stop}\"");
        return ".";
    }
}
