using Microsoft.AspNetCore.Http.HttpResults;

namespace Chatter.Web.Admin;

/// <summary>The refusals of the admin's endpoints, as problem details with a code.</summary>
internal static class AdminAnswers
{
    public static ProblemHttpResult SignInFirst() => Problem(
        StatusCodes.Status401Unauthorized, "not_signed_in", "Sign in with the address printed at start, or send the admin's key as a bearer.");

    public static ProblemHttpResult TooManyAttempts() => Problem(
        StatusCodes.Status429TooManyRequests, "too_many_attempts", "Too many attempts to sign in from this address; wait a minute.");

    public static ProblemHttpResult UnknownRoom(string slug) => Problem(
        StatusCodes.Status404NotFound, "unknown_room", $"There is no room \"{slug}\".");

    public static ProblemHttpResult Problem(int status, string code, string detail, params (string Name, object? Value)[] more)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (name, value) in more)
            extensions[name] = value;
        return TypedResults.Problem(detail, statusCode: status, extensions: extensions);
    }
}
