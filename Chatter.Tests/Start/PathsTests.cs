using Chatter.Web.Start;

namespace Chatter.Tests.Start;

public sealed class PathsTests
{
    [Theory]
    [InlineData(null, "/home/chatter/data")]
    [InlineData("", "/home/chatter/data")]
    [InlineData(" ", "/home/chatter/data")]
    [InlineData("elsewhere", "/home/chatter/elsewhere")]
    [InlineData("/srv/chatter", "/srv/chatter")]
    public void The_data_folder_counts_from_home_and_is_never_home_itself(string? setting, string folder)
    {
        var paths = new Paths("/home/chatter", "/home/chatter/Chatter.Web");

        Assert.Equal(folder, paths.Data(setting));
    }
}
