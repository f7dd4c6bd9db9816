using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Chatter.Core.Storage;

/// <summary>
/// Lets EF Core, built against SQLitePCLRaw 2.1, run on the 2.0 assemblies the package shelf holds: the runtime
/// refuses an older assembly than asked for, unless a resolver hands it over. Delete this, and the pin in
/// Directory.Packages.props, when the shelf has SQLitePCLRaw 2.1 (decision 0003).
/// </summary>
internal static class SqliteAssemblies
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It has to stand before the first touch of EF Core, wherever that is: app, test, bench, dotnet ef.")]
    internal static void AnswerForOlderVersions() => AssemblyLoadContext.Default.Resolving += Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        if (name.Name is null || !name.Name.StartsWith("SQLitePCLRaw", StringComparison.Ordinal))
            return null;

        // The file beside the program is not enough: under `dotnet ef` the assemblies lie in the package folder.
        var trusted = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator);
        var path = trusted.FirstOrDefault(p => Path.GetFileNameWithoutExtension(p) == name.Name)
            ?? Path.Combine(AppContext.BaseDirectory, name.Name + ".dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
