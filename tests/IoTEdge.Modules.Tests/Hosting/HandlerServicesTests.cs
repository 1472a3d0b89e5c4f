using System.Text;
using IoTEdge.Modules.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace IoTEdge.Modules.Tests.Hosting;

public sealed partial class HandlerServicesTests
{
    private readonly FakeHub _hub = new();

    [Fact]
    public async Task Handlers_ThatTakeServices_GetThemFromAScopeOfTheirOwn()
    {
        using var host = await ModuleHost.StartAsync<Shop>(_hub, services: services => services.AddScoped<Till>().AddKeyedSingleton<ITax>("vat", new Vat()));
        var connection = await _hub.NextConnectionAsync();
        for (var i = 0; i < 2; i++)
            (await connection.Handler.OnInputAsync(new EdgeMessage("10"u8.ToArray(), new PropertyBag { ["$.mid"] = $"{i}" }, "sales")).Soon("the handler")).Should().BeTrue();
        var answer = new TaskCompletionSource<MethodResult>();
        connection.Handler.OnMethod(new MethodRequest("close", default), answer.SetResult);
        Encoding.UTF8.GetString((await answer.Task.Soon("the answer")).Payload.Span).Should().Be("0");

        var module = host.Module<Shop>();
        module.Sums.Should().Equal(12, 12);
        module.Tills.Should().HaveCount(3).And.OnlyHaveUniqueItems().And.OnlyContain(till => till.IsDisposed);
    }

    [Fact]
    public async Task Start_ServicesAreMissing_NamesThemAll()
    {
        using var host = ModuleHost.Build<Shop>(_hub);
        (await host.FailToStartAsync()).Should().Contain("Till").And.Contain("ITax with key 'vat'");
    }

    [Fact]
    public void Services_OutsideOfAHost_SayWhereTheyAre() =>
        FluentActions.Invoking(() => EdgeMessage.FromJson("1").Services).Should().Throw<InvalidOperationException>().WithMessage("*only while a hosted module handles it*");

    public interface ITax
    {
        int Of(int amount);
    }

    public sealed class Vat : ITax
    {
        public int Of(int amount) => amount / 5;
    }

    public sealed class Till : IDisposable
    {
        public int Sum { get; set; }

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    public sealed partial class Shop : EdgeModuleBase
    {
        public List<int> Sums { get; } = [];

        public List<Till> Tills { get; } = [];

        [Input("sales")]
        public void OnSale(int amount, Till till, [FromKeyedServices("vat")] ITax tax, EdgeMessage message)
        {
            message.Services.GetRequiredService<Till>().Should().BeSameAs(till);
            till.Sum += amount + tax.Of(amount);
            Sums.Add(till.Sum);
            Tills.Add(till);
        }

        [DirectMethod("close")]
        public int Close([FromKeyedServices("vat")] ITax tax, Till till)
        {
            Tills.Add(till);
            return tax.Of(till.Sum);
        }
    }
}
