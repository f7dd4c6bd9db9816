using System.Globalization;
using Chatter.Core.Language.Spending;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Chatter.Core.Language.Providers;

/// <summary>What a provider answered, and what it used for it.</summary>
public sealed record Paid<T>(T Answer, Used Used);

/// <summary>
/// The only way to a paid provider: a place among the calls under way, a token of the rate, money set aside, and then the
/// call, with one retry and a breaker. Nothing else retries or counts time. Everything ends within <see cref="CallLimits.Whole"/>.
/// </summary>
public sealed partial class ProviderCalls : IDisposable
{
    private readonly string provider;
    private readonly CallLimits limits;
    private readonly Budget budget;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly SemaphoreSlim places;
    private readonly TokenBucket bucket;
    private readonly ResiliencePipeline whole, again, attempt;
    private readonly Lock gate = new();
    private readonly long origin;
    private volatile Rest rest = new(TimeSpan.Zero, "", Patient: true);

    /// <param name="provider">What it is called in sentences, such as <c>the model's server</c>.</param>
    public ProviderCalls(string provider, CallLimits limits, Budget budget, TimeProvider clock, ILogger log)
    {
        (this.provider, this.limits, this.budget, this.clock, this.log) = (provider, limits, budget, clock, log);
        origin = clock.GetTimestamp();
        Health = new ProviderHealth(clock);
        places = new SemaphoreSlim(limits.MaxParallel);
        bucket = new TokenBucket(limits.CallsPerMinute, clock);
        whole = Pipeline().AddTimeout(limits.Whole).Build();
        again = limits.Retries == 0 ? ResiliencePipeline.Empty : Pipeline().AddRetry(Retry()).Build();
        attempt = Pipeline().AddCircuitBreaker(Breaker()).AddTimeout(limits.Attempt).Build();
    }

    public ProviderHealth Health { get; }

    /// <summary>Calls the provider and pays for it.</summary>
    /// <param name="call">One attempt; it throws <see cref="ProviderFaultException"/> for what goes wrong on the way.</param>
    /// <exception cref="ModelUnavailableException">No answer within the time, the money or the provider's mood.</exception>
    /// <exception cref="Storage.StoreUnavailableException">Spending cannot be recorded, so nothing was called.</exception>
    public async Task<T> RunAsync<T>(Purchase purchase, Func<CancellationToken, Task<Paid<T>>> call, CancellationToken cancellationToken)
    {
        var deadline = Now + limits.Whole;
        try
        {
            return await whole.ExecuteAsync(
                async token =>
                {
                    await places.WaitAsync(token).ConfigureAwait(false);
                    try
                    {
                        return await again.ExecuteAsync(
                            async inner => await AttemptAsync(purchase, call, deadline, inner).ConfigureAwait(false), token).ConfigureAwait(false);
                    }
                    finally
                    {
                        places.Release();
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderFaultException fault)
        {
            throw new ModelUnavailableException(fault.Message, fault.RetryAfter, fault);
        }
        catch (BrokenCircuitException fault)
        {
            throw LeftAlone(fault);
        }
        catch (TimeoutRejectedException fault)
        {
            throw new ModelUnavailableException(TooLate(limits.Whole), null, fault);
        }
    }

    public void Dispose() => places.Dispose();

    /// <summary>Time that never jumps: a clock set back must not keep a provider away for hours.</summary>
    private TimeSpan Now => clock.GetElapsedTime(origin);

    private async Task<T> AttemptAsync<T>(
        Purchase purchase, Func<CancellationToken, Task<Paid<T>>> call, TimeSpan deadline, CancellationToken token)
    {
        await WaitUntilWelcomeAsync(deadline, token).ConfigureAwait(false);
        var reservation = await budget.ReserveAsync(purchase, token).ConfigureAwait(false);
        Health.Began();
        var began = clock.GetTimestamp();
        Used? used = null;
        var (called, failed) = (true, true);
        try
        {
            var paid = await attempt.ExecuteAsync(async inner => await call(inner).ConfigureAwait(false), token).ConfigureAwait(false);
            used = paid.Used;
            failed = false;
            Health.Answered(clock.GetElapsedTime(began));
            return paid.Answer;
        }
        catch (TimeoutRejectedException fault)
        {
            Health.Failed(TooLate(limits.Attempt));
            throw new ProviderFaultException(TooLate(limits.Attempt), fault) { MayPass = true, MayBeBilled = true };
        }
        catch (ProviderFaultException fault)
        {
            Health.Failed(fault.Message);
            used = fault.MayBeBilled ? null : default(Used);
            throw Obey(fault, deadline);
        }
        catch (BrokenCircuitException)
        {
            Health.BrokenOff();
            called = false;
            throw;
        }
        catch (Exception)
        {
            // The turn is over, or the program stops; the provider may charge for what it had begun.
            if (token.IsCancellationRequested && Now >= deadline)
                Health.Failed(TooLate(limits.Whole));
            else
                Health.BrokenOff();
            throw;
        }
        finally
        {
            if (called)
                await budget.SettleAsync(reservation, used, failed).ConfigureAwait(false);
            else
                await budget.ReleaseAsync(reservation).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the provider's Retry-After and for the rate, if both end within the turn.</summary>
    private async Task WaitUntilWelcomeAsync(TimeSpan deadline, CancellationToken token)
    {
        for (var now = Now; now < rest.Until; now = Now)
        {
            // A broken provider is not waited for: whoever asks may have another voice to turn to.
            if (!rest.Patient || rest.Until >= deadline)
                throw LeftAlone(null);
            await Task.Delay(rest.Until - now, clock, token).ConfigureAwait(false);
        }

        var wait = bucket.Take(deadline - Now) ?? throw new ModelUnavailableException(
            $"More is asked of {provider} than {limits.CallsPerMinute} calls a minute.");
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, clock, token).ConfigureAwait(false);
    }

    /// <summary>Keeps everyone away for as long as the provider asks; if that is longer than the turn, the turn is over.</summary>
    private Exception Obey(ProviderFaultException fault, TimeSpan deadline)
    {
        if (fault.RetryAfter is not { } asked)
            return fault;
        var hold = asked < limits.LongestHold ? asked : limits.LongestHold;
        LeaveAlone(new Rest(Now + hold, fault.Message, Patient: true));
        return Now + hold < deadline && fault.MayPass ? fault : new ModelUnavailableException(fault.Message, hold, fault);
    }

    private void LeaveAlone(Rest next)
    {
        lock (gate)
        {
            if (next.Until <= rest.Until)
                return;
            rest = next;
        }

        Health.LeftAlone(next.Until - Now);
        LogLeftAlone(log, provider, clock.GetUtcNow() + (next.Until - Now), next.Because);
    }

    private ModelUnavailableException LeftAlone(Exception? inner)
    {
        var resting = rest;
        var left = resting.Until - Now;
        var until = clock.GetUtcNow() + left;
        var text = string.Create(CultureInfo.InvariantCulture, $"{resting.Because} It is left alone until {until.UtcDateTime:HH:mm:ss} UTC.");
        return new ModelUnavailableException(text, left > TimeSpan.Zero ? left : null, inner);
    }

    private string TooLate(TimeSpan limit) => string.Create(
        CultureInfo.InvariantCulture, $"{Capital(provider)} did not answer within {limit.TotalSeconds:0.###} s.");

    private RetryStrategyOptions Retry() => new()
    {
        ShouldHandle = new PredicateBuilder().Handle<ProviderFaultException>(f => f.MayPass),
        MaxRetryAttempts = limits.Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = limits.RetryDelay,
        DelayGenerator = args => ValueTask.FromResult((args.Outcome.Exception as ProviderFaultException)?.RetryAfter),
        OnRetry = args =>
        {
            LogRetry(log, args.Outcome.Exception?.Message ?? "", args.RetryDelay);
            return default;
        },
    };

    private CircuitBreakerStrategyOptions Breaker() => new()
    {
        ShouldHandle = new PredicateBuilder().Handle<ProviderFaultException>().Handle<TimeoutRejectedException>(),
        FailureRatio = limits.BreakRatio,
        MinimumThroughput = limits.BreakAfter,
        SamplingDuration = limits.BreakWindow,
        BreakDuration = limits.Break,
        OnOpened = args =>
        {
            LeaveAlone(new Rest(Now + args.BreakDuration, $"{Capital(provider)} failed too often.", Patient: false));
            return default;
        },
    };

    private ResiliencePipelineBuilder Pipeline() => new() { TimeProvider = clock };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Until when the provider is left alone, why, and whether a turn may wait for the end of it.</summary>
    private sealed record Rest(TimeSpan Until, string Because, bool Patient);

    [LoggerMessage(LogLevel.Warning, "{Reason} Trying again in {Delay}.")]
    private static partial void LogRetry(ILogger log, string reason, TimeSpan delay);

    [LoggerMessage(LogLevel.Warning, "{Provider} is left alone until {Until:O}: {Reason}")]
    private static partial void LogLeftAlone(ILogger log, string provider, DateTimeOffset until, string reason);
}
