using System.Text.Json;
using Kitchen.MixerContract;
using Microsoft.Extensions.DependencyInjection;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Contracts;

/// <summary>What a client hands to the invoker of its module.</summary>
public sealed class MixerClientTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_WithAKey_CallsByTheInvokerOfThatModuleWithItsOptions()
    {
        var invoker = new RecordingInvoker();
        var options = new MethodInvocationOptions { ResponseTimeout = TimeSpan.FromSeconds(7) };
        await using var services = new ServiceCollection().AddKeyedSingleton<IMethodInvoker>("baker", invoker).AddMixerClient("mixer-2", "baker", options).BuildServiceProvider();

        await services.GetRequiredKeyedService<IMixerClient>("baker").KneadAsync(new Kitchen.MixerContract.Recipe { Minutes = 3 }, Cancellation);

        invoker.Calls.Should().Equal(("mixer-2", "knead", """{"minutes":3}""", options));
    }

    [Fact]
    public async Task Client_MethodWithoutRequest_SendsNull()
    {
        var invoker = new RecordingInvoker();
        await new MixerClient(invoker, MethodTarget.Module("mixer")).CleanAsync(Cancellation);
        invoker.Calls.Should().Equal(("mixer", "clean", "null", null));
    }

    private sealed class RecordingInvoker : IMethodInvoker
    {
        public List<(string Target, string Method, string Request, MethodInvocationOptions? Options)> Calls { get; } = [];

        public Task<TResponse> InvokeAsync<TRequest, TResponse>(
            MethodTarget target, string method, TRequest request, MethodInvocationOptions? options = null, CancellationToken cancellationToken = default)
        {
            Calls.Add((target.ToString(), method, JsonSerializer.Serialize(request, JsonSerializerOptions.Web), options));
            return Task.FromResult<TResponse>(default!);
        }

        public Task<MethodResult> InvokeAsync(MethodTarget target, MethodRequest request, MethodInvocationOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("A client knows the types of its methods.");
    }
}
