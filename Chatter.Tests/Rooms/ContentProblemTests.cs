using Chatter.Core.Rooms;

namespace Chatter.Tests.Rooms;

public sealed class ContentProblemTests
{
    [Fact]
    public void A_problem_told_in_one_line_keeps_its_file_and_its_reason()
    {
        var problem = ContentProblem.Parse("offline/philosophy/time.json: positions[2].says: is missing");

        Assert.Equal(("offline/philosophy/time.json", "positions[2].says: is missing"), (problem.File, problem.Reason));
    }
}
