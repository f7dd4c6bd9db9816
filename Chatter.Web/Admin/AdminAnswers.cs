using Chatter.Web.Endpoints;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chatter.Web.Admin;

/// <summary>The two ways in which somebody is not let in.</summary>
internal static class AdminAnswers
{
    public static ProblemHttpResult SignInFirst() => Problems.Of(
        StatusCodes.Status401Unauthorized, "not_signed_in", "Sign in with the address printed at start, or send the admin's key as a bearer.");

    public static ProblemHttpResult TooManyAttempts() => Problems.Of(
        StatusCodes.Status429TooManyRequests, "too_many_attempts", "Too many attempts to sign in from this address; wait a minute.");
}
