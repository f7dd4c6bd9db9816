using Chatter.Core.Domain;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Rooms;

public sealed class ProgramTests
{
    [Fact]
    public async Task Both_rooms_are_open_when_the_program_has_started()
    {
        await using var chatter = new TestChatter().Started();

        var said = await chatter.SayAsync("a first line");

        Assert.Equal(1, said.Seq);
        Assert.NotNull(chatter.Room("philosophy"));
    }
}
