using Chatter.Core.Domain;

namespace Chatter.Core.Rooms.Settings;

/// <summary>What an admin may change about a persona in one room; unset leaves the word of its card.</summary>
internal static class PersonaFields
{
    public static string Key(PersonaId persona, string field) => $"Personas.{persona}.{field}";

    public static IEnumerable<SettingField> Of(PersonaId id) =>
    [
        Field(id, "Muted", SettingForms.Switch, "Seated, but never given a turn.",
            p => p.Muted, (p, v) => p with { Muted = v }),
        Field(id, "Name", SettingForms.Line(1, 40), "The name shown on its next messages.",
            p => p.Name, (p, v) => p with { Name = v }),
        Field(id, "Color", SettingForms.Color, "The colour of its name.",
            p => p.Color, (p, v) => p with { Color = v }),
        Field(id, "Talkativeness", SettingForms.Fraction(0, 1), "How often it speaks beside the others: 0 only when it is named, 1 whenever it can.",
            p => p.Talkativeness, (p, v) => p with { Talkativeness = v }),
        Field(id, "Bio", SettingForms.Line(1, 300), "Who this is, in a sentence for people.",
            p => p.Bio, (p, v) => p with { Bio = v }),
        Field(id, "Temperament", SettingForms.Line(1, 200), "Its temper in a few words.",
            p => p.Temperament, (p, v) => p with { Temperament = v }),
        Field(id, "Beliefs", SettingForms.Lines(16), "What it holds to be true, a sentence each.",
            p => p.Beliefs, (p, v) => p with { Beliefs = v }),
        Field(id, "Style", SettingForms.Lines(16), "How it speaks, each an instruction a writer could follow.",
            p => p.Style, (p, v) => p with { Style = v }),
    ];

    private static SettingField Field<T>(
        PersonaId id, string name, SettingForm<T> form, string meaning, Func<PersonaOverride, object?> get, Func<PersonaOverride, T, PersonaOverride> set) =>
        SettingField.Of(
            Key(id, name),
            form,
            meaning,
            settings => settings.Personas.TryGetValue(id.Value, out var changed) ? get(changed) : null,
            (settings, value) => settings with
            {
                Personas = new Dictionary<string, PersonaOverride>(settings.Personas)
                {
                    [id.Value] = set(settings.Personas.GetValueOrDefault(id.Value) ?? new PersonaOverride(), value),
                },
            });
}
