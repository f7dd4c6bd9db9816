using Microsoft.Extensions.Options;

namespace Chatter.Web.Admin;

/// <summary>How programs sign in as the admin.</summary>
internal sealed class AdminOptions
{
    public const string Section = "Chatter:Admin";

    private const int ShortestKey = 16;

    /// <summary>A secret that works as <c>Authorization: Bearer …</c>; empty: only the one-time token opens.</summary>
    public string Key { get; set; } = "";

    internal sealed class Check : IValidateOptions<AdminOptions>
    {
        public ValidateOptionsResult Validate(string? name, AdminOptions options) =>
            options.Key.Length is 0 or >= ShortestKey
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{Section}:Key must have at least {ShortestKey} characters, but has {options.Key.Length}.");
    }
}
