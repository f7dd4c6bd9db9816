using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Chatter.Web.Endpoints;

/// <summary>How fast one address may ask. Addresses share a fixed number of buckets, so that no flood of them costs memory.</summary>
internal static class ApiPace
{
    private const int Buckets = 8192;

    public static void AddPace(this IServiceCollection services, int perMinute) =>
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, int>(http =>
                http.Request.Path.StartsWithSegments("/api")
                    ? RateLimitPartition.GetTokenBucketLimiter(BucketOf(http.Connection.RemoteIpAddress), _ => Bucket(perMinute))
                    : RateLimitPartition.GetNoLimiter(-1));
            limiter.OnRejected = static (rejected, _) => new ValueTask(RefuseAsync(rejected.HttpContext, rejected.Lease));
        });

    /// <summary>The bucket of an address; an IPv6 household's is that of its /64.</summary>
    internal static int BucketOf(IPAddress? address)
    {
        if (address is null)
            return 0;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes().AsSpan();

        // The hash is another at each start: nobody can choose an address that shares a given one's bucket.
        var hash = new HashCode();
        hash.AddBytes(address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes[..8] : bytes);
        return (hash.ToHashCode() & int.MaxValue) % Buckets;
    }

    /// <summary>Holds a minute's worth and fills up evenly.</summary>
    private static TokenBucketRateLimiterOptions Bucket(int perMinute)
    {
        // At most ten times a second, so that small limits still get a whole token each time.
        var perSecond = perMinute / 60.0;
        var every = TimeSpan.FromSeconds(Math.Max(0.1, 1 / perSecond));
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            ReplenishmentPeriod = every,
            TokensPerPeriod = Math.Max(1, (int)Math.Round(perSecond * every.TotalSeconds)),
            QueueLimit = 0,
        };
    }

    private static Task RefuseAsync(HttpContext http, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problems.TooFast().ExecuteAsync(http);
    }
}
