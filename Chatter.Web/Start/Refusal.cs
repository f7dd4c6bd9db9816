using System.Reflection;
using Chatter.Core.Gateway.Safety;
using Microsoft.Extensions.Options;

namespace Chatter.Web.Start;

/// <summary>Ends a start that cannot be with the sentence that says why, as the last thing printed, and without a stack.</summary>
internal static class Refusal
{
    /// <summary>Runs the program; the exit code is 1 if it could not start for a reason people can mend.</summary>
    public static async Task<int> TellAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception fault) when (IsForPeople(fault) && IsProgram())
        {
            Console.Error.WriteLine($"Chatter cannot start. {fault.Message}");
            return 1;
        }
    }

    // What starts the program inside a test wants the exception itself.
    private static bool IsProgram() => Assembly.GetEntryAssembly() == typeof(Program).Assembly;

    /// <summary>A setting, a content file, the data folder or the address is at fault, and the message names it.</summary>
    private static bool IsForPeople(Exception fault) =>
        fault is InvalidOperationException or OptionsValidationException or SafetyListException or IOException or InvalidDataException;
}
