using System.Net;
using System.Net.Http.Json;
using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Chatter.Tests.Admin;

public sealed class RoomActionsTests
{
    [Fact]
    public async Task A_message_taken_back_loses_its_words_and_the_reason_stays_with_the_admins()
    {
        await using var chatter = new TestChatter().WithKey().Started();
        var said = await chatter.SayAsync("regrettable");

        var answer = await chatter.Admin().PostAsJsonAsync($"/api/v1/rooms/philosophy/messages/{said.Seq}/retract", new { reason = "rude" });

        var log = await chatter.Room().Log.ReadAfterAsync(0, 10, Reader.Admin, CancellationToken.None);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.IsType<ErasedMessage>(log[0].Body);
        Assert.Equal(new Retracted(said.Seq, "admin", "rude"), log[1].Body);
    }

    [Fact]
    public async Task What_is_no_message_or_is_gone_already_cannot_be_taken_back()
    {
        await using var chatter = new TestChatter().WithKey().Started();
        var admin = chatter.Admin();
        var said = await chatter.SayAsync("regrettable");
        var first = await admin.PostAsync($"/api/v1/rooms/philosophy/messages/{said.Seq}/retract", null);

        var again = await admin.PostAsync($"/api/v1/rooms/philosophy/messages/{said.Seq}/retract", null);
        var retraction = await admin.PostAsync($"/api/v1/rooms/philosophy/messages/{said.Seq + 1}/retract", null);
        var nothing = await admin.PostAsync("/api/v1/rooms/philosophy/messages/9999/retract", null);

        Assert.Equal(
            [HttpStatusCode.NoContent, HttpStatusCode.Conflict, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            new[] { first, again, retraction, nothing }.Select(r => r.StatusCode));
    }

    [Fact]
    public async Task A_persona_can_be_asked_to_speak_now_about_something_though_nobody_watches()
    {
        var model = ScriptedModel.Saying("Pears, then.");
        await using var chatter = new TestChatter().WithKey()
            .With(services => services.AddSingleton<ILanguageModel>(model)).Started();
        var speaker = chatter.Room().Cast[2].Id;

        var answer = await chatter.Admin().PostAsJsonAsync("/api/v1/rooms/philosophy/say", new { persona = speaker.Value, wish = "pears" });

        await Eventually.Is(() => chatter.Room().Log.MessageCount == 1, "the persona has spoken");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal((speaker, "pears"), (model.Turns[0].Persona.Id, model.Turns[0].Wish));
    }

    [Theory]
    [InlineData("""{"persona": "nobody"}""", "persona")]
    [InlineData("""{"wish": "LONG"}""", "wish")]
    public async Task A_wish_nobody_can_fulfil_is_refused_by_its_field(string wish, string field)
    {
        await using var chatter = new TestChatter().WithKey().Started();
        var body = new StringContent(wish.Replace("LONG", new string('x', 400), StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/json");

        var answer = await chatter.Admin().PostAsync("/api/v1/rooms/philosophy/say", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, (string?)(await answer.JsonAsync())["field"]);
    }

    [Fact]
    public async Task A_room_that_is_busy_with_wishes_says_so()
    {
        var held = new TaskCompletionSource<Draft>();
        await using var chatter = new TestChatter().WithKey().With(services => services.AddSingleton<ILanguageModel>(new Hanging(held.Task))).Started();
        var admin = chatter.Admin();

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 7; i++)
            answers.Add((await admin.PostAsync("/api/v1/rooms/philosophy/say", null)).StatusCode);
        held.SetResult(new Draft(""));

        Assert.Contains(HttpStatusCode.Accepted, answers);
        Assert.Contains(HttpStatusCode.Conflict, answers);
    }

    private sealed class Hanging(Task<Draft> answer) : ILanguageModel
    {
        public Task<Draft> WriteAsync(Turn turn, CancellationToken cancellationToken) => answer.WaitAsync(cancellationToken);
    }
}
