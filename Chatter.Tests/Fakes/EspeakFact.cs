using Chatter.Core.Speech;

namespace Chatter.Tests.Fakes;

/// <summary>A test that needs espeak-ng on this machine, and says so where it is missing.</summary>
public sealed class EspeakFactAttribute : FactAttribute
{
    public static readonly EspeakSpeech? Installed = EspeakInstallation.Find("espeak-ng", TimeProvider.System);

    public EspeakFactAttribute()
    {
        if (Installed is null)
            Skip = "espeak-ng is not installed here (apt-get install espeak-ng).";
    }
}

/// <summary>A test that puts a shell script in a program's place.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "This test writes a shell script.";
    }
}

/// <summary>A test with several cases that needs espeak-ng on this machine.</summary>
public sealed class EspeakTheoryAttribute : TheoryAttribute
{
    public EspeakTheoryAttribute()
    {
        if (EspeakFactAttribute.Installed is null)
            Skip = "espeak-ng is not installed here (apt-get install espeak-ng).";
    }
}
